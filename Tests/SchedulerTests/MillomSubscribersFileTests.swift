import Foundation
import MirrorCore
import Scheduler
import TestSupport
import Testing

@Suite("The operator's file of Millom's subscribers")
struct MillomSubscribersFileTests {
    private static let cpid = "a+b/c==,47001"

    private static func read(_ content: Data, operator: String? = "mycomm") async throws -> [MillomSubscriber]
    {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("subscribers.txt")
            try content.write(to: file)
            return try MillomSubscribersFile.read(file, operator: `operator`)
        }
    }

    private static func expected() throws -> [MillomSubscriber] {
        [
            try #require(MillomSubscriber(.msisdn, "4790000001", operator: "mycomm")),
            try #require(MillomSubscriber(.cpid, cpid, operator: "other")),
        ]
    }

    private static func text(_ text: String, in encoding: String.Encoding) -> Data {
        text.data(using: encoding) ?? Data()
    }

    private static let files: [Data] = [
        Data("# ours\nMSISDN 4790000001\n\nCPID \(cpid) other  # a guest\n".utf8),
        Data("\u{FEFF}msisdn +4790000001\r\ncpid\t\(cpid)\tother\r\n".utf8),
        text("\u{FEFF}MSISDN 004790000001\r\nCPID \(cpid) other", in: .utf16LittleEndian),
        text("\u{FEFF}MSISDN 4790000001\r\nCPID \(cpid) other\r\n", in: .utf16BigEndian),
        Data(Array("MSISDN 4790000001 # ".utf8) + [0xE5] + Array("\rCPID \(cpid) other\r".utf8)),
        Data("MSISDN 4790000001 mycomm\nCPID \(cpid) other\nMSISDN 4790000001\n".utf8),
    ]

    @Test("one in each line, of any editor, each once", arguments: files)
    func reads(content: Data) async throws {
        #expect(try await Self.read(content) == Self.expected())
    }

    @Test("a line may say whose an id is")
    func aliases() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("subscribers.txt")
            try Data(
                "CPID \(Self.cpid) other msisdn=+4790000001\nOPET ab MSISDN=4790000002 # a guest\nOPET cd\n"
                    .utf8
            ).write(to: file)
            let content = try MillomSubscribersFile.content(of: file, operator: "mycomm")
            #expect(content.subscribers.map(\.id) == [Self.cpid, "ab", "cd"])
            #expect(content.subscribers.map(\.operator) == ["other", "mycomm", "mycomm"])
            #expect(
                content.aliases == [
                    MillomAlias(id: Self.cpid, msisdn: try #require(Msisdn("4790000001"))),
                    MillomAlias(id: "ab", msisdn: try #require(Msisdn("4790000002"))),
                ])
        }
    }

    @Test("a # within an id is part of it")
    func keepsMarks() async throws {
        #expect(try await Self.read(Data("OPET ab#c #d\n".utf8)).map(\.id) == ["ab#c"])
    }

    @Test(
        "a line that cannot be read is named by its number, and nothing of it is shown",
        arguments: [
            ("MSISDN", "is not a subscriber"), ("MSISDN 1 2 3", "is not a subscriber"),
            ("NUMBER 4790000001", "begins with no type"), ("MSISDN Ola", "has no number"),
            ("MSISDN 90000001", "country code before"), ("CPID ..", "cannot stand"),
            ("OPET 4790000001", "earlier line"), ("MSISDN 4790000001 another", "earlier line"),
            ("MSISDN 4790000002 msisdn=4790000002", "is not a subscriber"),
            ("OPET abc msisdn=90000001", "country code before"),
            ("OPET \u{F8}\u{E5}", "cannot stand"), ("OPET abc d\u{F8}", "cannot stand"),
        ])
    func refuses(line: String, words: String) async throws {
        let failure = await #expect(throws: MillomSubscribersFile.Failure.self) {
            try await Self.read(Data("\r\nMSISDN 4790000001\r\n\(line)\r\n".utf8))
        }
        let description = try #require(failure).description
        #expect(description.contains("line 3 of"))
        #expect(description.contains(words))
        for word in line.split(separator: " ").dropFirst() where word.count > 1 {
            #expect(!description.contains(word))
        }
        #expect(failure?.kind == .configuration)
    }

    @Test("a line without an operator needs one from the settings")
    func needsOperator() async throws {
        let failure = await #expect(throws: MillomSubscribersFile.Failure.self) {
            try await Self.read(Data("MSISDN 4790000001\n".utf8), operator: nil)
        }
        #expect(failure?.description.contains("set millom.operator") == true)
    }

    @Test("a file that is not there is named")
    func isMissing() {
        #expect(throws: MillomSubscribersFile.Failure.unreadable(path: "/nonexistent/file")) {
            try MillomSubscribersFile.read(URL(fileURLWithPath: "/nonexistent/file"), operator: "o")
        }
    }
}
