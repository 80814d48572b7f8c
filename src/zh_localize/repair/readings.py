"""How believable a reading of bytes is: the judge between encodings that all fit.

Chinese is judged by :mod:`~zh_localize.repair.plausibility`. Text of other languages, which that model does not know,
is judged by what its words look like: kana between ideographs, syllables that are frequent in Korean, words of one case
with a letter here and there outside ASCII, words of Cyrillic letters.
"""

from __future__ import annotations

import re

from zh_localize.repair import plausibility

BELIEVABLE = 130  # surprise up to which a reading is text rather than chance; right readings cost 50 to 110
ODD = 300  # what a character costs that text hardly holds, in twelfths of a nat
SAMPLE = 1 << 14  # characters that are judged
_OWN = 100  # of a letter in a Western word, and of a sign or ideograph in Japanese or Korean
_FREQUENT = 80  # of a frequent kana or syllable in Japanese or Korean
_RARE = 150  # of another kana
_RARE_SYLLABLE = 170  # of another syllable
_HANJA = 170  # of an ideograph in Korean
_FOREIGN = 80  # what it costs besides that a text is in another language: what we are given is Chinese as a rule
_UNUSUAL = 120  # of a letter in full width
_SIGN = 130  # of a quotation mark or dash of Western typography
_SYMBOL = 200  # of a symbol, or a letter that is rare
_CAPITALS = 150  # of a letter in a word of capitals

_WIDE = re.compile("[^\x00-\x7f]")
_AROUND = re.compile("[\x00-\x7f]?[^\x00-\x7f]+[\x00-\x7f]?")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[가-힣]")
_ODD = re.compile("[\ud800-\udfff\ue000-\uf8ff\uff61-\uff9f\u0080-\u009f\ufffd\U000f0000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# The syllables that make up more than half of running Korean text.
_SYLLABLES = re.compile(
    "[이다는에의하을가고지은한로사를도기어들그나리자서인일아있해시것라대과게정전보만여수습니까요했었였우주부제상성원장모무스면년조동화구국말내신실와오안유생문위마명세비용관소할중려며람간"
    "바경물방당미저각발때등공운학행회않없된던적처음후계단선진연양민재거히더치또금교남통식입결산본현두되으외강업예반건개질청체월점달임복님져불호린력합러직심석술타추루속감울집토버파트드크"
    "레랑디티프브르번길최론높많같좋존증격절판근광평법살알령약작박백북목몸별병초출충취책참창천철형특태투표품필함항향험협확환활황효희]"
)
_FREQUENT_KANA = re.compile(
    "[のにはをたがでてとしれさいるかなもっすらうまあこりくきけせよんおそめンスイルラトリクコプータ]"
)
_FULL_WIDTH = re.compile("[Ａ-Ｚａ-ｚΑ-ω\u3131-\u318e]")
_KOREAN = ("cp949", "iso2022_kr")
_JAPANESE = ("cp932", "euc_jp", "iso2022_jp")
WESTERN = {"cp1252": "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ", "cp1251": "A-Za-zА-яЁё", "koi8-r": "A-Za-zА-яЁё"}
_WORDS = {name: re.compile(f"[{letters}0-9]+") for name, letters in WESTERN.items()}
_CASED = re.compile("[A-ZÀ-ÖØ-ÞŒŠŽŸ]?[a-zß-öø-ÿœšž]+|[А-ЯЁ]?[а-яё]+")
_SELDOM = re.compile("[^àâäáãåæçèéêëìíîïñòóôöøùúûüßœÀÂÄÁÅÆÇÈÉÊÍÑÓÖØÚÜА-яЁё\x00-\x7f]")  # letters
_SINGLE = "àÀéÉèóáôåäöøæâîуаиовксяУАИОВКСЯ"  # letters that are words
_ASCII_LETTER = re.compile("[A-Za-z]")
_PAIR = re.compile("(?=([^\x00-\x7f]{2}))")
_PAIRS = ("öß", "üß", "äß", "éé", "çã", "çõ", "ää", "öö", "åå")
_QUOTES = re.compile("[«»“”‘’„–—…\u00a0]")
_SYMBOLS = re.compile("[°§€£©®·№½²]")


def surprise(encoding: str, text: str) -> float:
    """The cost of a reading for each character outside ASCII, in twelfths of a nat. Linear.

    >>> surprise("big5", "經濟社會") < surprise("gb18030", "経済社会".encode("euc_jp").decode("gb18030"))
    True
    """
    sample = text[:SAMPLE]
    wide = len(_WIDE.findall(sample))
    if not wide:
        return 0.0
    if encoding in _WORDS:
        return _western(encoding, sample) / wide
    odd = ODD * (len(_ODD.findall(sample)) + len(_CONTROL.findall(sample)))
    odd += _UNUSUAL * len(_FULL_WIDTH.findall(sample))
    kana, hangul = len(_KANA.findall(sample)), len(_HANGUL.findall(sample))
    if encoding in _KOREAN and hangul > wide / 2:
        frequent = len(_SYLLABLES.findall(sample))
        hanja = len(_IDEOGRAPH.findall(sample))
        own = _FREQUENT * frequent + _RARE_SYLLABLE * (hangul - frequent)
        own += _HANJA * hanja + _OWN * (wide - hangul - hanja)
        return (_FOREIGN + own + odd) / wide
    if kana >= wide / 4 and (encoding in _JAPANESE or encoding.startswith("utf")):
        frequent = len(_FREQUENT_KANA.findall(sample))
        own = _FREQUENT * frequent + _RARE * (kana - frequent) + _OWN * (wide - kana)
        return (_FOREIGN + own + odd) / wide
    strange = hangul if encoding not in _KOREAN else wide / 4
    cost = plausibility.cost(" ".join(("", *_AROUND.findall(sample), ""))) + odd
    return (cost + ODD * strange + ODD / 4 * kana * (encoding not in _JAPANESE)) / wide


def _western(encoding: str, text: str) -> float:
    """The cost of all characters outside ASCII in a reading by single bytes."""
    cost = ODD * len(_CONTROL.findall(text)) + (0 if _ASCII_LETTER.search(text) else _FOREIGN)
    inside = 0
    for word in _WORDS[encoding].findall(text):
        letters = len(_WIDE.findall(word))
        if not letters:
            continue
        inside += letters
        seldom = len(_SELDOM.findall(word)) or (len(word) == 1 and word not in _SINGLE)
        if encoding == "cp1252":  # letters outside ASCII seldom meet; Chinese that is read as such is full of them
            cost += _RARE * sum(pair not in _PAIRS for pair in _PAIR.findall(word))
        if _CASED.fullmatch(word):
            cost += _OWN * letters + (_SYMBOL - _OWN) * seldom
        else:
            cost += (_CAPITALS if word.isupper() else ODD) * letters
    quotes, symbols = len(_QUOTES.findall(text)), len(_SYMBOLS.findall(text))
    return cost + _SIGN * quotes + _SYMBOL * symbols + ODD * (len(_WIDE.findall(text)) - inside - quotes - symbols)
