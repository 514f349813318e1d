"""What people say in a seeded world: sentences in many scripts, to be put together by chance."""

from attrs import frozen


@frozen
class Language:
    """Sentences that stand in any order; those that end are for the end.  ``code`` is BCP 47."""

    code: str
    names: tuple[str, ...]
    sentences: tuple[str, ...]
    endings: tuple[str, ...]
    tags: tuple[str, ...]


LANGUAGES = (
    Language(
        "en",
        ("Alice", "Bob", "Carol ☕", "Eve"),
        (
            "Good morning.",
            "First tea of the day.",
            "The rain has stopped.",
            "I read the same page three times and it was worth it.",
            "A test that cannot fail proves nothing.",
            "Somebody left a bicycle in the library.",
            "The bread turned out well this time.",
            "Two kinds of people: those who finish lists.",
            "The night train was on time, for once.",
        ),
        ("What do you think?", "More tomorrow.", "That is all.", "Who comes along?"),
        ("tea", "books", "garden", "testing", "trains"),
    ),
    Language(
        "de",
        ("Jörg", "Käthe", "Weißenböck"),
        (
            "Guten Morgen zusammen.",
            "Der Regen hört nicht auf.",
            "Heute gibt es Apfelkuchen.",
            "Das Fahrrad ist wieder heil.",
            "Der Donaudampfschifffahrtskapitän grüßt.",
            "Im Garten blüht der erste Flieder.",
            "Die Bibliothek hat länger geöffnet.",
            "Ich habe den Schlüssel gefunden.",
        ),
        ("Wer kommt mit?", "Mehr davon morgen.", "Schöne Grüße!"),
        ("lesen", "garten", "straße", "kuchen"),
    ),
    Language(
        "tr",
        ("İpek", "Çağrı", "Işıl"),
        (
            "Günaydın herkese.",
            "Çay hazır.",
            "Yağmur sonunda dindi.",
            "Işıklar İstanbul'da erken yandı.",
            "Kütüphanede yer kalmamış.",
            "Bugün pazardan kiraz aldım.",
        ),
        ("Kim gelir?", "Yarın devam ederiz.", "Hepsi bu."),
        ("çay", "kitap", "ışık"),
    ),
    Language(
        "vi",
        ("Nguyễn Thảo", "Đặng Phúc"),
        (
            "Chào buổi sáng.",
            "Trời đã tạnh mưa.",
            "Trà hôm nay rất thơm.",
            "Tôi vừa đọc xong một cuốn sách hay.",
            "Chuyến tàu đêm đến đúng giờ.",
        ),
        ("Bạn nghĩ sao?", "Mai nói tiếp nhé."),
        ("trà", "sách"),
    ),
    Language(
        "ru",
        ("Ольга", "Пётр", "Ёлка"),
        (
            "Доброе утро.",
            "Дождь наконец закончился.",
            "Чай сегодня особенно хорош.",
            "Поезд пришёл вовремя.",
            "Нашла в библиотеке старую карту.",
            "Хлеб получился с первого раза.",
            "Кошка опять спит на клавиатуре.",
        ),
        ("А вы как думаете?", "Продолжение завтра.", "Вот и всё."),
        ("чай", "книги", "погода"),
    ),
    Language(
        "uk",
        ("Їжак", "Ґанна"),
        (
            "Доброго ранку.",
            "Дощ нарешті вщух.",
            "Їжак знову прийшов у садок.",
            "Сьогодні печемо хліб.",
            "Книга виявилася кращою, ніж я думав.",
        ),
        ("Хто зі мною?", "Далі буде."),
        ("чай", "садок"),
    ),
    Language(
        "el",
        ("Ελένη", "Γιώργος"),
        (
            "Καλημέρα σε όλους.",
            "Η βροχή σταμάτησε.",
            "Το τσάι είναι έτοιμο.",
            "Διάβασα ένα ωραίο βιβλίο.",
            "Το τρένο ήρθε στην ώρα του.",
            "Ο Οδυσσεύς γύρισε επιτέλους.",
        ),
        ("Εσείς τι λέτε;", "Συνεχίζουμε αύριο."),
        ("τσάι", "καιρός"),
    ),
    Language(
        "ar",
        ("ليلى", "يوسف"),
        (
            "صباح الخير.",
            "توقف المطر أخيرًا.",
            "الشاي جاهز.",
            "قرأت اليوم كتابًا جميلًا.",
            "وصل القطار في موعده.",
            "القطة نائمة على الكتاب (مرة أخرى).",
        ),
        ("ما رأيكم؟", "نكمل غدًا.", "هذا كل شيء."),
        ("شاي", "كتب"),
    ),
    Language(
        "fa",
        ("دانا", "نازنین"),
        (
            "صبح بخیر.",
            "باران بند آمد.",
            "چای آماده است.",
            "امروز کتاب خوبی خواندم.",
            "گربه باز روی کتاب‌ها خوابیده است.",
        ),
        ("نظر شما چیست؟", "بقیه‌اش فردا."),
        ("چای", "کتاب"),
    ),
    Language(
        "he",
        ("נועה", "אורי"),
        (
            "בוקר טוב.",
            "הגשם פסק.",
            "התה מוכן.",
            "קראתי היום ספר יפה.",
            "הרכבת הגיעה בזמן.",
            "החתול ישן על המקלדת (שוב).",
        ),
        ("מה דעתכם?", "נמשיך מחר."),
        ("תה", "ספרים"),
    ),
    Language(
        "hi",
        ("प्रिया", "अर्जुन"),
        (
            "सुप्रभात।",
            "बारिश रुक गई है।",
            "चाय तैयार है।",
            "आज एक अच्छी किताब पढ़ी।",
            "रेलगाड़ी समय पर आई।",
            "बगीचे में फूल खिले हैं।",
        ),
        ("आप क्या सोचते हैं?", "बाकी कल।"),
        ("चाय", "किताबें", "हिन्दी"),
    ),
    Language(
        "th",
        ("สมชาย", "มาลี"),
        (
            "สวัสดีตอนเช้า",
            "ฝนหยุดตกแล้ว",
            "ชาพร้อมแล้ว",
            "วันนี้อ่านหนังสือดีๆ เล่มหนึ่ง",
            "รถไฟมาตรงเวลา",
            "แมวนอนบนหนังสืออีกแล้ว",
        ),
        ("คุณคิดอย่างไร", "พรุ่งนี้มาต่อกัน"),
        ("ชา", "หนังสือ"),
    ),
    Language(
        "zh",
        ("李明", "王芳"),
        (
            "早上好。",
            "雨终于停了。",
            "今天的茶很香。",
            "我读完了一本好书。",
            "火车准时到了。",
            "猫又睡在键盘上了。",
        ),
        ("你们怎么看？", "明天再说。", "就这些。"),
        ("喝茶", "读书"),
    ),
    Language(
        "ja",
        ("さくら", "ハルト"),
        (
            "おはようございます。",
            "雨がやみました。",
            "お茶をもう一杯。",
            "きょうはいい本を読みました。",
            "電車は時間どおりでした。",
            "ネコがまたキーボードの上で寝ています。",
        ),
        ("どう思いますか？", "続きはまたあした。"),
        ("お茶", "読書", "ネコ"),
    ),
    Language(
        "ko",
        ("지우", "민준"),
        (
            "좋은 아침입니다.",
            "비가 그쳤어요.",
            "차가 준비되었습니다.",
            "오늘 좋은 책을 읽었어요.",
            "기차가 제시간에 왔어요.",
            "고양이가 또 키보드 위에서 자요.",
        ),
        ("어떻게 생각하세요?", "내일 또 봐요."),
        ("차", "독서"),
    ),
    Language(
        "ka",
        ("ნინო", "გიორგი"),
        (
            "დილა მშვიდობისა.",
            "წვიმა შეწყდა.",
            "ჩაი მზად არის.",
            "დღეს კარგი წიგნი წავიკითხე.",
            "მატარებელი დროულად მოვიდა.",
        ),
        ("თქვენ რას ფიქრობთ?", "ხვალ გავაგრძელებთ."),
        ("ჩაი", "წიგნები"),
    ),
    Language(
        "hy",
        ("Անի", "Արամ"),
        (
            "Բարի լույս։",
            "Անձրևը դադարեց։",
            "Թեյը պատրաստ է։",
            "Այսօր լավ գիրք կարդացի։",
            "Գնացքը ժամանակին եկավ։",
        ),
        ("Ի՞նչ եք կարծում։", "Կշարունակենք վաղը։"),
        ("թեյ", "գրքեր"),
    ),
    Language(
        "am",
        ("ሰላም", "አበበ"),
        (
            "እንደምን አደራችሁ።",
            "ዝናቡ ቆሟል።",
            "ሻይ ዝግጁ ነው።",
            "ዛሬ ጥሩ መጽሐፍ አነበብኩ።",
            "ባቡሩ በሰዓቱ መጣ።",
        ),
        ("ምን ይመስላችኋል?", "ነገ እንቀጥላለን።"),
        ("ሻይ", "መጽሐፍ"),
    ),
)

# Joined, toned, flagged and keyed: one character each to whoever reads them.
EMOJI = (
    "👩‍👩‍👧‍👦",
    "🧑🏽‍💻",
    "👋🏿",
    "🏳️‍🌈",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "🇬🇪",
    "🇯🇵",
    "3️⃣",
    "❤️‍🔥",
    "🫖",
    "🍵",
    "🐈‍⬛",
)
LINKS = (
    "https://example.org/hexagons",
    "https://example.org/a/rather/long/address?with=a+question&and=another#and-a-place",
    "https://beispiel.example/straße",
)
