import Exports
import Foundation
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("Pseudonyms")
struct PseudonymTests {
    // Expected values computed with Python's hmac: hmac.new(bytes(range(32)), b"number\0" + value, "sha256").
    @Test(
        "are the leading half of an HMAC-SHA256, of another domain for each class",
        arguments: [
            (RelationColumn.Privacy.number, "4790000001", "1e61aa7c8960c9547ebdf98de25b4b6c"),
            (.name, "Åse", "2c898e36b04b4186c1f9b20d19b164cd"),
            (.reference, "Åse", "0b2e06e010f13db18e8336b65b8bcae6"),
            (.reference, "KS 100", "a7334b4c6ca1e2250cc35bac7156e007"),
            (.reference, "", ""),
        ] as [(RelationColumn.Privacy, String, String)])
    func knownAnswers(privacy: RelationColumn.Privacy, value: String, expected: String) {
        let pseudonyms = Pseudonyms(PseudonymKey(bytes: Array(0..<32)))
        #expect(pseudonyms.pseudonym(of: value, as: privacy) == expected)
    }

    @Test("are others with another key")
    func otherKey() {
        let one = Pseudonyms(PseudonymKey(bytes: Array(0..<32)))
        let other = Pseudonyms(PseudonymKey(bytes: Array(1..<33)))
        #expect(
            one.pseudonym(of: "4790000001", as: .number) != other.pseudonym(of: "4790000001", as: .number))
    }

    @Test("have a key that is made once, 32 bytes that nobody else can read, with nothing left beside it")
    func keyIsMadeOnce() async throws {
        try await withTemporaryDirectory { directory in
            let first = try PseudonymKey.kept(in: directory.path)
            let path = directory.path + "/pseudonym.key"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.size] as? Int == 32)
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory.path) == ["pseudonym.key"])
            try #expect(PseudonymKey.kept(in: directory.path) == first)
            #expect(first != PseudonymKey(bytes: Array(0..<32)))
        }
    }

    @Test("have one key, though several processes ask for the first one at once")
    func keyIsMadeOnceAtOnce() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path
            let keys = try await withThrowingTaskGroup(of: PseudonymKey.self) { group in
                for _ in 0..<8 { group.addTask { try PseudonymKey.kept(in: path) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(keys.count == 8)
            #expect(keys.allSatisfy { $0 == keys[0] })
        }
    }

    @Test(
        "are not made with a key that is damaged or open to others, and it stays as it is",
        arguments: [
            (bytes: 31, mode: 0o600, isOpen: false), (bytes: 33, mode: 0o600, isOpen: false),
            (bytes: 0, mode: 0o600, isOpen: false), (bytes: 32, mode: 0o640, isOpen: true),
            (bytes: 32, mode: 0o604, isOpen: true),
        ])
    func refusedKeys(bytes: Int, mode: Int, isOpen: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/pseudonym.key"
            let content = Data((0..<bytes).map { UInt8($0) })
            try content.write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let expected: PseudonymKeyFailure = isOpen ? .openToOthers(path: path) : .damaged(path: path)
            #expect(throws: expected) { try PseudonymKey.kept(in: directory.path) }
            try #expect(Data(contentsOf: URL(fileURLWithPath: path)) == content)
        }
    }

    @Test("are not made with a key that a link leads to")
    func refusedLink() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/pseudonym.key"
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
            #expect(throws: PseudonymKeyFailure.damaged(path: path)) {
                try PseudonymKey.kept(in: directory.path)
            }
        }
    }

    @Test("have no key in a folder that cannot be written")
    func noFolder() {
        #expect(
            throws: PseudonymKeyFailure.system(
                path: "/proc/none", operation: "open", code: ENOENT)
        ) {
            try PseudonymKey.kept(in: "/proc/none")
        }
    }
}
