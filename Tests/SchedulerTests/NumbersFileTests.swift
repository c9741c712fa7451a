import Foundation
import MirrorCore
import Scheduler
import TestSupport
import Testing

@Suite("The operator's file of numbers")
struct NumbersFileTests {
    @Test("one number in each line, comments and blanks left out")
    func reads() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("numbers.txt")
            try "# ours\n4790000001\n\n+47 900 00 002  # a guest\r\n".write(
                to: file, atomically: true, encoding: .utf8)
            #expect(try NumbersFile.read(file).map(\.digits) == ["4790000001", "4790000002"])
        }
    }

    private static let windowsFiles: [Data] = [
        Data("4790000001\r\n+47 900 00 002\r\n".utf8), Data("\u{FEFF}4790000001\r\n004790000002".utf8),
        Data("4790000001\r4790000002\r".utf8), Data("4790000001\u{A0}\n47-90000002 # \u{E5}\n".utf8),
        Data("tel:+47-900-00-001\ntel:+4790000002\n".utf8),
        text("\u{FEFF}4790000001\r\n4790000002\r\n", in: .utf16LittleEndian),
        text("\u{FEFF}4790000001\r\n4790000002", in: .utf16BigEndian),
        Data(Array("4790000001 # ".utf8) + [0xE5 as UInt8] + Array("\r\n4790000002".utf8)),
    ]

    private static func text(_ text: String, in encoding: String.Encoding) -> Data {
        text.data(using: encoding) ?? Data()
    }

    @Test("a file of any editor is read, of Windows as well", arguments: windowsFiles)
    func readsWindows(content: Data) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("numbers.txt")
            try content.write(to: file)
            #expect(try NumbersFile.read(file).map(\.digits) == ["4790000001", "4790000002"])
        }
    }

    @Test("a number without its country code is named by its line")
    func refusesNational() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("numbers.txt")
            try "4790000001\r\n\r\n900 00 002\r\n".write(to: file, atomically: true, encoding: .utf8)
            let failure = NumbersFile.Failure.noCountryCode(path: file.path, line: 3)
            #expect(throws: failure) { try NumbersFile.read(file) }
            #expect(!failure.description.contains("900"))
        }
    }

    @Test("a line that is no number is named, not shown")
    func refuses() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("numbers.txt")
            try "4790000001\nOla\n".write(to: file, atomically: true, encoding: .utf8)
            #expect(throws: NumbersFile.Failure.notANumber(path: file.path, line: 2)) {
                try NumbersFile.read(file)
            }
        }
    }
}
