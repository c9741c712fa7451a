import Foundation
import MirrorCore
import Testing

@testable import submirror

/// No compiler sees that an error of ours leaves its target without a sentence, so the sources are read.
@Suite("Every error that can end a command")
struct UserFacingErrorTests {
    /// Errors that are turned into others before they leave their target.
    private static let inner: Set = [
        // A document's fault, which DocumentError and ErrorCode tell.
        "JSONError",
        // Why a text is not a value: the caller says which argument, setting or line it is.
        "SpellingError", "BaseURLError",
        // Why the receiver answers 400.
        "BodyRefusal",
        // A line's of an audited list, and a file's, for which ForeignTableFailure and the audit have words.
        "AuditFault", "DelimitedFault", "WorkbookFault", "Twice",
        // A list's or an exchange's, for APIFailure.
        "Fault",
        // The paced core's, to which each API gives its words.
        "RequestFailure",
        // Why the server answers 400 to 503.
        "Refusal",
        // The reason to stop that a report has.
        "RunStop",
        // SQLite's, for QueryFailure; and a bug of ours.
        "StatementFault", "PrivacyFault",
        // A bug of ours in a page.
        "PageFault",
    ]

    private static func sources() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return try (files?.allObjects ?? []).compactMap { $0 as? URL }
            // The sandbox is no part of a mirror's commands; its errors are replies.
            .filter { $0.pathExtension == "swift" && !$0.path.contains("/Sources/Sandbox/") }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }

    @Test("has a sentence and a kind")
    func conform() throws {
        var errors: Set<String> = []
        var conforming: Set<String> = []
        for source in try Self.sources() {
            let declared = source.matches(
                of:
                    /(?m)^ *(private |fileprivate )?.*?\b(?:enum|struct|class|extension) ([A-Za-z.]+): ([^{]+)\{/
            )
            for match in declared where match.1 == nil {
                let name = match.2.split(separator: ".").last.map(String.init) ?? ""
                let protocols = match.3.split { !$0.isLetter }
                if protocols.contains("Error") { errors.insert(name) }
                if protocols.contains("UserFacingError") { conforming.insert(name) }
            }
        }
        #expect(errors.subtracting(conforming).subtracting(Self.inner).sorted() == [])
        #expect(Self.inner.subtracting(errors).sorted() == [], "no longer there")
        // That the sources were read at all.
        #expect(conforming.isSuperset(of: ["FileFailure", "MirrorFailure", "Complaint"]))
    }

    @Test("ends the program with a code of its kind", arguments: FailureKind.allCases)
    func codes(kind: FailureKind) {
        #expect("\(submirror.ExitStatus(kind))" == "\(kind)")
    }
}
