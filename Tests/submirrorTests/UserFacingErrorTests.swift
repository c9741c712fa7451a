import Foundation
import MirrorCore
import Testing

@testable import submirror

/// No compiler checks that every error that leaves its target has a message, so the sources are read.
@Suite("Every error that can end a command")
struct UserFacingErrorTests {
    /// Errors that are converted into others before they leave their target.
    private static let inner: Set = [
        // A document's fault, reported by DocumentError and ErrorCode.
        "JSONError",
        // Why a text is not a value: the caller names the argument, setting or line.
        "SpellingError", "BaseURLError",
        // Why the receiver answers 400.
        "BodyRefusal",
        // A fault of a line or file in an audited list, reported by ForeignTableFailure and the audit.
        "AuditFault", "DelimitedFault", "WorkbookFault", "DuplicateColumn",
        // A fault of a list or an exchange, reported by APIFailure.
        "Fault",
        // The paced core's, which each API translates.
        "RequestFailure",
        // Why the server answers 400 to 503.
        "Refusal",
        // Why a run stopped, part of its report.
        "RunStop",
        // SQLite's, reported by QueryFailure; and a bug of ours.
        "StatementFault", "PrivacyFault",
        // A bug of ours in a page.
        "PageFault",
    ]

    private static func sources() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return try (files?.allObjects ?? []).compactMap { $0 as? URL }
            // The sandbox does not belong to a mirror's commands; its errors are replies.
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
        // Proves that the sources were read at all.
        #expect(conforming.isSuperset(of: ["FileFailure", "MirrorFailure", "CommandFailure"]))
    }

    @Test("ends the program with a code of its kind", arguments: FailureKind.allCases)
    func codes(kind: FailureKind) {
        #expect("\(submirror.ExitStatus(kind))" == "\(kind)")
    }
}
