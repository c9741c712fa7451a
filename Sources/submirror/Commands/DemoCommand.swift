import ArgumentParser
import Foundation
import MirrorCore
import Sandbox

struct DemoCommand: InvokedCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run a complete demonstration against a simulated API, in less than a minute.",
        discussion: """
            A first load, changes at the source, an incremental sync, a comparison with the complete list, a report
            and an export. Exits with 65 if the mirror does not equal the source.

            submirror demo
            submirror demo --directory /tmp/demo
            submirror demo --millom             the second source: balances, a purchase, its callback, the settlement
            """)

    @Option(
        help: ArgumentHelp("The folder for all output. Default: a new temporary folder.", valueName: "dir"))
    var directory: String?

    @Option(help: "Subscriptions of the simulated company. Default: 1000, with --millom 100.")
    var subscriptions: Int?

    @Flag(help: "Demonstrate Millom, the second source.")
    var millom = false

    @Option(help: "Seed of the random data; the same seed gives the same data.")
    var seed: UInt64 = 1

    func validate() throws {
        // With fewer numbers, some kinds of change would find no suitable one.
        guard (50...100_000).contains(subscriptions ?? 1000) else {
            throw ValidationError("--subscriptions goes from 50 to 100000")
        }
    }

    func run(in invocation: Invocation) async throws {
        let folder = try makeFolder()
        var options = SandboxOptions()
        options.subscriptions = subscriptions ?? (millom ? 100 : 1000)
        options.seed = seed
        let console = Console(isQuiet: false, in: invocation)
        if millom {
            return try await MillomDemo(folder: folder, console: console, time: invocation.time).run(options)
        }
        options.perSecond = Double(Demo.perSecond)
        options.quota = SandboxOptions.Quota(limit: Demo.quota, window: Demo.window)
        try await SandboxServer.withServer(options: options) { server in
            try await Demo(
                server: server, folder: folder, console: console,
                time: invocation.time
            ).run()
        }
    }

    private func makeFolder() throws -> URL {
        let url =
            directory.map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? FileManager.default.temporaryDirectory.appendingPathComponent(
                "submirror-demo-\(UUID().uuidString.prefix(8))", isDirectory: true)
        guard !FileManager.default.fileExists(atPath: url.appendingPathComponent("mirror.sqlite").path) else {
            throw CommandFailure(
                kind: .usage,
                message: "\(url.path) already contains a mirror: name another folder, or remove it")
        }
        try CommandFailure.onDisk("the folder \(url.path)") {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
        return url
    }
}
