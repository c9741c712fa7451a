import Foundation
import MirrorReading
import Proof
import Sandbox
import TestSupport
import Testing

/// One state directory, pointed at another company's API by mistake, or at the same
/// company's new API on purpose.
@Suite("A mirror and its origin")
struct OriginCommandTests {
    @Test("another API is refused with 78 before any request, and doctor says what differs")
    func otherAPI() async throws {
        try await FileStage.with(subscriptions: 12) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let before = try MirrorContents(path: stage.mirror.path).tables()
            var options = SandboxOptions()
            options.seed = 2
            try await SandboxServer.withServer(options: options) { other in
                stage.environment["SUBMIRROR_API_BASE_URL"] = other.baseURL
                for arguments in [
                    ["sync"], ["sync", "--full"], ["sync", "--accept-gone"], ["watch"], ["plan"],
                ] {
                    let result = try await stage.program.run(arguments + ["--quiet"])
                    #expect(result.status == 78)
                    #expect(
                        result.errors.contains(
                            "is the mirror of another API or account (api.base_url differs"),
                        "\(result.errors)")
                }
                #expect(other.statistics.total == 0)
                #expect(try MirrorContents(path: stage.mirror.path).differences(from: before) == [:])
                let doctor = try await stage.program.run("doctor")
                #expect(doctor.status == 78)
                #expect(
                    doctor.output.contains(
                        /\nfailed  origin .*\(api.base_url differs, it was filled from http/)
                )
                // No number of this mirror is sent to another company.
                #expect(!doctor.output.contains("answers for …"))
            }
        }
    }

    @Test(
        "another client or system user is another company, whose names are in no message",
        arguments: [
            ("SUBMIRROR_OAUTH_CLIENT_ID", "oauth.client_id"), ("SUBMIRROR_OAUTH_USERNAME", "oauth.username"),
        ])
    func otherAccount(variable: String, setting: String) async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            stage.sandbox.resetStatistics()
            stage.environment[variable] = "another-company"
            let result = try await stage.sync()
            #expect(result.status == 78)
            #expect(result.sentence.contains("(\(setting) differs"), "\(result.sentence)")
            #expect(!result.sentence.contains("another-company"))
            #expect(stage.sandbox.statistics.total == 0)
        }
    }

    @Test("--accept-origin moves nothing before the new origin has given a token")
    func movesNothing() async throws {
        try await FileStage.with(subscriptions: 10) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let before = try MirrorContents(path: stage.mirror.path).tables()
            let right = stage.environment
            try await SandboxServer.withServer(options: SandboxOptions()) { other in
                stage.environment["SUBMIRROR_API_BASE_URL"] = other.baseURL
                stage.environment["SUBMIRROR_OAUTH_CLIENT_SECRET"] = "mistyped"
                let result = try await stage.program.run("sync", "--accept-origin", "--quiet")
                #expect(result.status == 77, "\(result.errors)")
                #expect(try MirrorContents(path: stage.mirror.path).differences(from: before) == [:])
            }
            stage.environment = right
            try await stage.expectRecovery()
        }
    }

    @Test(
        "--accept-origin moves the mirror: it then equals the new API, and what only the old one had is gone")
    func moves() async throws {
        try await FileStage.with(subscriptions: 30) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let id = try MirrorContents(path: stage.mirror.path).rows("SELECT mirror_id FROM snapshot_info")
            var options = SandboxOptions()
            options.subscriptions = 30
            try await SandboxServer.withServer(options: options) { moved in
                try moved.change(.removedSubscription)
                try moved.change(.newSubscription)
                try moved.change(.reference)
                stage.environment["SUBMIRROR_API_BASE_URL"] = moved.baseURL
                let result = try await stage.program.run("sync", "--accept-origin")
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.errors.contains("every number is verified there"))
                #expect(
                    try TruthComparison.differences(
                        of: MirrorReader(path: stage.mirror.path), from: moved.truth()) == [])
                #expect(
                    try MirrorContents(path: stage.mirror.path).rows("SELECT mirror_id FROM snapshot_info")
                        == id)
                #expect(try await stage.program.run("sync", "--quiet").status == 0)
                #expect(try await stage.program.run("doctor", "--quick").output.contains("ok      origin"))
            }
        }
    }
}
