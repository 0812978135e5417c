"""Phone numbers at rest: encrypted to be read, and hashed under another key to be found."""

import hmac
import os
from base64 import urlsafe_b64decode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12  # random for each value; safe for four thousand million values under one key (NIST SP 800-38D, 8.3)


class WrongKey(Exception):
    """A value that none of DADINFO_DATA_KEYS opens."""


class Keys:
    """The service's keys. The first of each kind is used for writing, all of them for reading."""

    def __init__(self, data_keys: Sequence[str], lookup_keys: Sequence[str]) -> None:
        self._ciphers = [AESGCM(urlsafe_b64decode(key)) for key in data_keys]
        self._lookup_keys = [key.encode() for key in lookup_keys]

    def seal(self, words: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, words.encode(), None)

    def open(self, sealed: bytes) -> str:
        """Raises WrongKey."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, rest, None).decode()
            except (InvalidTag, ValueError):
                continue
        raise WrongKey("none of DADINFO_DATA_KEYS opens this value; put back the key that wrote it")

    def rotate(self, sealed: bytes) -> bytes:
        """The same value under the first key."""
        return self.seal(self.open(sealed))

    def lookup(self, number: str) -> str:
        """The hash under which a number is stored: 64 hexadecimal digits. With the key all numbers can be tried."""
        return self.lookups(number)[0]

    def lookups(self, number: str) -> list[str]:
        """Its hash under each key, the newest first."""
        return [hmac.digest(key, number.encode(), "sha256").hex() for key in self._lookup_keys]
