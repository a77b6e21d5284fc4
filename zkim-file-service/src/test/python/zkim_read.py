"""Reads files of the ZKIM file format, version 2, as docs/file-format.md specifies it.

Usage: zkim_read.py DIRECTORY. The directory holds the storage's keys as files ("file/<id>", "chunk/<id>/<n>") and "keys.txt", with
one line each "user-seed", "platform-key" (hexadecimal digits) and "user-id". Prints one JSON object for each file, and
writes its content to "content/<id>". Needs the packages cryptography (46 or newer, with ML-KEM and ML-DSA) and zstandard.
"""

import hashlib
import hmac
import json
import pathlib
import sys

import zstandard
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def open_sealed(encryption_key, mac_key, iv, aad, sealed):
    ciphertext, tag = sealed[:-32], sealed[-32:]
    expected = hmac.digest(mac_key, aad + iv + ciphertext + (8 * len(aad)).to_bytes(8, "big"), "sha256")
    if not hmac.compare_digest(tag, expected):
        raise ValueError("a tag is wrong")
    return Cipher(algorithms.AES256(encryption_key), modes.CTR(iv + bytes(4))).decryptor().update(ciphertext)


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        if self.at + length > len(self.data):
            raise ValueError("ends too early")
        self.at += length
        return self.data[self.at - length : self.at]

    def number(self, length):
        return int.from_bytes(self.take(length), "big")

    def text(self):
        return self.take(self.number(2)).decode()


class User:
    def __init__(self, seed, user_id):
        self.id = user_id.encode()
        self.agreement = X25519PrivateKey.from_private_bytes(derive(seed, b"", b"zkim2/user/x25519", 32))
        self.kem = MLKEM768PrivateKey.from_seed_bytes(derive(seed, b"", b"zkim2/user/ml-kem-768", 64))
        self.signing = MLDSA65PrivateKey.from_seed_bytes(derive(seed, b"", b"zkim2/user/ml-dsa-65", 32))

    def layer_keys(self, file_id, revision, ephemeral, encapsulation):
        secrets = self.kem.decapsulate(encapsulation) + self.agreement.exchange(
            X25519PublicKey.from_public_bytes(ephemeral)
        )
        transcript = b"".join(
            (
                b"zkim2/hybrid" + file_id + revision.to_bytes(8, "big") + bytes([len(self.id)]) + self.id,
                ephemeral,
                self.agreement.public_key().public_bytes_raw(),
                encapsulation,
                self.kem.public_key().public_bytes_raw(),
            )
        )
        keys = derive(secrets, hashlib.sha256(transcript).digest(), b"zkim2/user/layer", 64)
        return keys[:32], keys[32:]


class Header:
    def __init__(self, encoded):
        reader = Reader(encoded)
        if reader.take(7) != b"ZKIM\x02\x00\x01":
            raise ValueError("no header of version 2 and suite 1")
        self.compressed = reader.number(1) == 1
        self.id = reader.take(16)
        self.revision, self.chunk_size = reader.number(8), reader.number(4)
        self.count, self.stored_size = reader.number(4), reader.number(8)
        self.platform_key_id, self.salt = reader.take(16), reader.take(32)
        self.platform_layer = reader.take(2288)
        self.ephemeral, self.encapsulation = reader.take(32), reader.take(1088)
        self.before_user_layer = encoded[: reader.at]
        self.user_layer = reader.take(reader.number(4))
        self.index_tag = reader.take(16)
        self.tokens = [reader.take(16) for _ in range(reader.number(4))]
        self.tags = [reader.take(32) for _ in range(self.count)]
        self.signed, self.signature = encoded[: reader.at], reader.take(3309)
        if reader.at != len(encoded):
            raise ValueError("something follows the header")


def open_platform_layer(header, platform_key):
    if derive(platform_key, b"", b"zkim2/platform/id", 16) != header.platform_key_id:
        raise ValueError("another platform's file")
    keys = derive(platform_key, header.salt, b"zkim2/platform/layer" + header.id, 64)
    aad = b"zkim2/platform" + header.id + header.platform_key_id + header.salt
    reader = Reader(open_sealed(keys[:32], keys[32:], bytes(12), aad, header.platform_layer))
    length, user = reader.number(1), reader.take(255)
    if length == 0 or any(user[length:]):
        raise ValueError("the user's id is empty, or not filled up with 0")
    opened = {"user": user[:length].decode(), "created": reader.number(8), "stored": reader.number(8)}
    opened["auditKey"], verification_key = reader.take(32), reader.take(1952)
    MLDSA65PublicKey.from_public_bytes(verification_key).verify(header.signature, header.signed, b"zkim2/header")
    return opened


def open_user_layer(header, user):
    user.signing.public_key().verify(header.signature, header.signed, b"zkim2/header")
    keys = user.layer_keys(header.id, header.revision, header.ephemeral, header.encapsulation)
    reader = Reader(open_sealed(*keys, bytes(12), b"zkim2/user" + header.before_user_layer, header.user_layer))
    content_key, size, updated = reader.take(32), reader.number(8), reader.number(8)
    metadata = Reader(reader.take(reader.number(4)))
    said = {"name": metadata.text(), "type": metadata.text()}
    said["tags"] = [metadata.text() for _ in range(metadata.number(2))]
    said["fields"] = {metadata.text(): metadata.text() for _ in range(metadata.number(2))}
    return content_key, dict(said, size=size, updated=updated, revision=header.revision)


def read_content(header, content_key, size, chunk):
    encryption_key = derive(content_key, header.id, b"zkim2/content/encrypt", 32)
    audit_key = derive(content_key, header.id, b"zkim2/content/mac", 32)
    for index in range(header.count):
        sealed, last = chunk(index), index == header.count - 1
        if sealed[-32:] != header.tags[index]:
            raise ValueError(f"chunk {index} is not the one that the header lists")
        iv = bytes(7) + index.to_bytes(4, "big") + bytes([last])
        piece = open_sealed(encryption_key, audit_key, iv, b"zkim2/chunk" + header.id, sealed)
        length = size - index * header.chunk_size if last else header.chunk_size
        if header.compressed:
            body = piece[1:]
            piece = zstandard.ZstdDecompressor().decompress(body, max_output_size=length) if piece[0] else body
        if len(piece) != length:
            raise ValueError(f"chunk {index} has a wrong length")
        yield piece


def main(directory):
    keys = dict(line.split(" ", 1) for line in (directory / "keys.txt").read_text().splitlines())
    user = User(bytes.fromhex(keys["user-seed"]), keys["user-id"])
    platform_key = bytes.fromhex(keys["platform-key"])
    (directory / "content").mkdir(exist_ok=True)
    for path in sorted((directory / "file").iterdir()):
        header = Header(path.read_bytes())
        if header.id.hex() != path.name:
            raise ValueError("the header of another file")
        platform = open_platform_layer(header, platform_key)
        content_key, opened = open_user_layer(header, user)
        chunks = directory / "chunk" / path.name
        content = b"".join(
            read_content(header, content_key, opened["size"], lambda index: (chunks / f"{index:08x}").read_bytes())
        )
        audit_key = derive(content_key, header.id, b"zkim2/content/mac", 32)
        if platform.pop("auditKey") != audit_key or platform["stored"] != header.stored_size:
            raise ValueError("the layers contradict each other")
        (directory / "content" / path.name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        print(json.dumps(dict(opened, **platform, id=path.name, sha256=digest), sort_keys=True, ensure_ascii=True))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
