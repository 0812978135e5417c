"""Phone numbers at rest: opened and found under old keys and new, and by nobody without one."""

import base64
import re
import secrets

import pytest

from dadinfo.db.encrypted import Keys, WrongKey

NUMBER = "+447700900123"
OLD, NEW, OTHER = (base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for _ in range(3))
OLD_LOOKUP, NEW_LOOKUP = "the-old-lookup-key-of-this-test", "the-new-lookup-key-of-this-test"


def test_a_sealed_number_opens_again_and_shows_nothing_of_itself() -> None:
    keys = Keys([OLD], [OLD_LOOKUP])
    sealed = keys.seal(NUMBER)
    assert keys.open(sealed) == NUMBER
    assert b"7700900" not in sealed
    assert keys.seal(NUMBER) != sealed


def test_after_a_new_key_is_put_first_old_values_still_open() -> None:
    sealed = Keys([OLD], [OLD_LOOKUP]).seal(NUMBER)
    assert Keys([NEW, OLD], [OLD_LOOKUP]).open(sealed) == NUMBER


def test_new_values_are_written_under_the_first_key() -> None:
    sealed = Keys([NEW, OLD], [OLD_LOOKUP]).seal(NUMBER)
    assert Keys([NEW], [OLD_LOOKUP]).open(sealed) == NUMBER
    with pytest.raises(WrongKey):
        Keys([OLD], [OLD_LOOKUP]).open(sealed)


def test_a_rotated_value_no_longer_needs_the_old_key() -> None:
    sealed = Keys([OLD], [OLD_LOOKUP]).seal(NUMBER)
    rotated = Keys([NEW, OLD], [OLD_LOOKUP]).rotate(sealed)
    assert Keys([NEW], [OLD_LOOKUP]).open(rotated) == NUMBER


@pytest.mark.parametrize("cut", [slice(0, 0), slice(0, -1), slice(1, None)])
def test_a_damaged_value_is_refused(cut: slice) -> None:
    keys = Keys([OLD], [OLD_LOOKUP])
    with pytest.raises(WrongKey):
        keys.open(keys.seal(NUMBER)[cut])


def test_a_value_under_a_lost_key_says_what_to_do_and_shows_nothing() -> None:
    sealed = Keys([OTHER], [OLD_LOOKUP]).seal(NUMBER)
    with pytest.raises(WrongKey) as refused:
        Keys([NEW, OLD], [OLD_LOOKUP]).open(sealed)
    assert str(refused.value) == "none of DADINFO_DATA_KEYS opens this value; put back the key that wrote it"
    assert refused.value.__cause__ is None


def test_a_number_is_stored_under_the_hash_of_the_newest_lookup_key() -> None:
    assert Keys([OLD], [NEW_LOOKUP, OLD_LOOKUP]).lookup(NUMBER) == Keys([OLD], [NEW_LOOKUP]).lookup(NUMBER)


def test_a_number_stored_under_an_old_lookup_key_is_still_found() -> None:
    stored = Keys([OLD], [OLD_LOOKUP]).lookup(NUMBER)
    found = Keys([NEW], [NEW_LOOKUP, OLD_LOOKUP]).lookups(NUMBER)
    assert found == [Keys([OLD], [NEW_LOOKUP]).lookup(NUMBER), stored]


def test_a_hash_is_64_hexadecimal_digits_and_differs_for_each_number_and_key() -> None:
    hashes = [Keys([OLD], [key]).lookup(n) for key in (OLD_LOOKUP, NEW_LOOKUP) for n in (NUMBER, "+447700900124")]
    assert len(set(hashes)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in hashes)
