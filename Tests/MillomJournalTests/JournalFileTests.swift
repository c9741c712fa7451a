import Files
import Foundation
import GRDB
import MillomJournal
import MirrorCore
import Schema
import TestSupport
import Testing

@Suite("The journal's file")
struct JournalFileTests {
    private func mode(_ url: URL) -> mode_t {
        var facts = stat()
        return lstat(url.path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
    }

    private func file(in directory: URL) -> URL { directory.appendingPathComponent("millom.sqlite") }

    @Test("is made for its owner alone, whatever the umask, and made so again")
    func isPrivate() async throws {
        try await withTemporaryDirectory { directory in
            let state = directory.appendingPathComponent("state")
            #expect(try Journal.existing(in: state.path) == nil)
            try Journal.open(in: state.path).close()
            #expect(mode(file(in: state)) == 0o600)
            chmod(file(in: state).path, 0o644)
            try #require(try Journal.existing(in: state.path)).close()
            #expect(mode(file(in: state)) == 0o600)
        }
    }

    @Test("keeps no log and no page of a transaction beside it, and waits for the disk")
    func isDurable() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            _ = try journal.store([.notification(Invented.notification("one"))])
            let beside = try Folder.names(in: directory.path)
            #expect(Set(beside).isSubset(of: ["millom.sqlite", "millom.sqlite-journal", "millom.lock"]))
            let size = try FileManager.default.attributesOfItem(
                atPath: file(in: directory).path + "-journal")[.size]
            #expect(size as? Int == 0)
            try journal.close()
        }
    }

    @Test("a link, a second name, another program's file and a damaged one are left as they are")
    func refusesOthers() async throws {
        try await withTemporaryDirectory { directory in
            let folder = { (name: String) in
                let url = directory.appendingPathComponent(name)
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
                return url
            }
            let linked = try folder("linked")
            try FileManager.default.createSymbolicLink(
                at: file(in: linked), withDestinationURL: directory.appendingPathComponent("elsewhere"))
            #expect(throws: JournalFailure.unsafe(.notAFile(path: file(in: linked).path))) {
                try Journal.open(in: linked.path)
            }
            let other = try folder("other")
            let database = try DatabaseQueue(path: file(in: other).path)
            try database.write { try $0.execute(sql: "CREATE TABLE t (a); PRAGMA application_id = 7") }
            try database.close()
            let bytes = try Data(contentsOf: file(in: other))
            #expect(throws: JournalFailure.notAJournal(path: file(in: other).path)) {
                try Journal.open(in: other.path)
            }
            #expect(try Data(contentsOf: file(in: other)) == bytes)
            let text = try folder("text")
            try Data("this is no database at all, is it?".utf8).write(to: file(in: text))
            #expect(throws: JournalFailure.notAJournal(path: file(in: text).path)) {
                try Journal.open(in: text.path)
            }
        }
    }

    @Test("one of a newer version, or with something added, is refused")
    func refusesChanged() async throws {
        try await withTemporaryDirectory { directory in
            try Journal.open(in: directory.path).close()
            func change(_ sql: String) throws {
                let database = try DatabaseQueue(path: file(in: directory).path)
                try database.write { try $0.execute(sql: sql) }
                try database.close()
            }
            try change("CREATE TRIGGER evil AFTER INSERT ON purchase BEGIN DELETE FROM purchase; END")
            let failure = #expect(throws: JournalFailure.self) { try Journal.open(in: directory.path) }
            guard case .foreignSchema(_, let fault) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(fault.words == "the trigger evil, which is not submirror's")
            try change("DROP TRIGGER evil; PRAGMA user_version = 999")
            #expect(
                throws: JournalFailure.newerSchema(
                    path: file(in: directory).path, found: 999, known: Schema.journalVersion)
            ) { try Journal.open(in: directory.path) }
        }
    }

    @Test("nothing is written into one that was moved away or replaced")
    func noticesReplacement() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            let path = file(in: directory).path
            try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
            #expect(throws: JournalFailure.replaced(path: path)) {
                try journal.store([.notification(Invented.notification("one"))])
            }
            try Journal.open(in: directory.path).close()
            #expect(throws: JournalFailure.replaced(path: path)) {
                try journal.store([.notification(Invented.notification("two"))])
            }
            #expect(throws: JournalFailure.replaced(path: path)) { try journal.purchases() }
            try journal.close()
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".moved", toPath: path)
            let reopened = try Journal.open(in: directory.path)
            #expect(try reopened.news(after: .start).notifications == [])
            try reopened.close()
        }
    }

    @Test("a wait for another writer ends when it is asked to")
    func waitEnds() async throws {
        try await withTemporaryDirectory { directory in
            let interruption = Interruption()
            let journal = try Journal.open(in: directory.path, interruption: interruption)
            let other = try DatabaseQueue(path: file(in: directory).path)
            try other.inDatabase { db in
                try db.beginTransaction(.immediate)
                interruption.raise()
                #expect(throws: JournalFailure.busy(path: journal.path)) {
                    try journal.store([.notification(Invented.notification("one"))])
                }
                try db.rollback()
            }
            try journal.close()
            // One that is not asked to end: a process that is just being started may still hold the file of the turn.
            let patient = try Journal.open(in: directory.path)
            #expect(try patient.store([.notification(Invented.notification("one"))]) == [.stored])
            try patient.close()
        }
    }

    @Test("several processes write at once, and each finds what it wrote")
    func severalProcesses() async throws {
        try await withTemporaryDirectory { directory in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask { [path = directory.path] in
                        await #expect(processExitsWith: .success) {
                            [path = path as String, writer = writer as Int] in
                            let journal = try Journal.open(in: path)
                            for number in 0..<10 {
                                let intent = try Invented.intent(writer, plan: "PLAN-\(number)")
                                try #require(try journal.open(intent, recordedBy: "test") == nil)
                                try #require(
                                    try journal.add(Invented.event(.sent), to: intent.transid) != nil)
                                let id = "\(writer)-\(number)"
                                try #require(
                                    try journal.store([.notification(Invented.notification(id))]) == [.stored]
                                )
                            }
                            try journal.close()
                        }
                    }
                }
                try await group.waitForAll()
            }
            let journal = try Journal.open(in: directory.path)
            let news = try journal.news(after: .start)
            #expect(news.notifications.count == 40)
            #expect(
                news.purchases.map { $0.events.map(\.kind) }
                    == Array(repeating: [.intended, .sent], count: 40))
            #expect(news.position == JournalPosition(event: 80, notification: 40))
            try journal.close()
        }
    }
}
