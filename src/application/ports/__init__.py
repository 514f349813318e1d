"""What the use cases need of the world, in prose that every adapter keeps."""
