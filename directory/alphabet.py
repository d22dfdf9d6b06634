"""Swedish order and the sameness of words, kept in columns so that every database sorts and compares alike."""

import unicodedata

# å, ä and ö are letters of their own, after z.
_AFTER_Z = {"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc"}
_LONGEST = 200


def sort_key(text: str) -> str:
    """Return what `text` is sorted by in Swedish: case, accents and punctuation do not matter."""
    letters = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        if letter in _AFTER_Z:
            letters.append(_AFTER_Z[letter])
            continue
        letters += [part for part in unicodedata.normalize("NFKD", letter) if part.isalnum() or part == " "]
    return " ".join("".join(letters).split())[:_LONGEST]


def sameness_key(text: str) -> str:
    """Return what is equal for two spellings of one word: "Återbruk", " återbruk" and "ÅTERBRUK"."""
    visible = "".join(
        letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) not in {"Cf", "Cc"}
    )
    return " ".join(visible.casefold().split())


def tidy(text: str) -> str:
    """Return `text` without what cannot be seen and would break a page, a mail header or a comparison."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (
        letter
        for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return "".join(kept).strip()
