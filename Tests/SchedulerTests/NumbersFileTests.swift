import Foundation
import MirrorCore
import TestSupport
import Testing

@testable import Scheduler

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
