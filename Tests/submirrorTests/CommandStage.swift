import Foundation
import Sandbox
import TestSupport

/// A sandbox, a folder, and the program configured for both.
struct CommandStage {
    let sandbox: SandboxServer
    let directory: URL
    var environment: [String: String]

    var program: BuiltBinary { BuiltBinary(environment: environment, in: directory) }
    var state: URL { directory.appendingPathComponent("state") }

    static func with(
        _ options: SandboxOptions = CommandStage.small, body: (inout CommandStage) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options) { server in
                var stage = CommandStage(
                    sandbox: server, directory: directory,
                    environment: server.environment(in: directory, options: options))
                try await body(&stage)
            }
        }
    }

    static var small: SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 50
        return options
    }
}
