import ArgumentParser
import Foundation
import Logging
import MillomJournal
import MillomReceiver
import MirrorCore
import ServiceLifecycle
import UnixSignals

struct MillomReceiveCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Receive Millom's notifications and purchase callbacks.",
        discussion: """
            Stores a request in millom.sqlite in the state directory before it answers 200; the next run imports it into
            the mirror. Millom's client gets tokens at /oauth/token. SIGTERM and Ctrl-C stop it within seconds, with 0:
            it answers requests in progress, and refuses later ones with 503.

            POST /oauth/token                                 client credentials -> a token
            POST /millom/notification                         refreshable offers of a CPID
            POST /millom/OPERATOR/v1/single?idValue&idType    an event
            POST /millom/callback                             the result of a purchase
            GET  /healthz

            submirror millom receive
            """)

    @OptionGroup var global: GlobalOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        let configuration = try wiring.settings.receiver()
        try ProcessLimits.prepare(connections: configuration.limits.connections)
        let journal = try wiring.openJournal()
        let notifier = ServiceNotifier(environment: invocation.environment)
        let logger = wiring.logger
        let receiver = Receiver(
            configuration, journal: journal, now: invocation.time.now, logger: logger
        ) { port in
            logger.notice(
                "receiver listening", metadata: ["host": "\(configuration.host)", "port": "\(port)"])
            notifier.send(.ready(status: "listening on port \(port)"))
        }
        var group = ServiceGroupConfiguration(
            services: [receiver], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Longer than any request may take.
        group.maximumGracefulShutdownDuration = .seconds(20)
        try await ServiceGroup(configuration: group).run()
        notifier.send(.stopping(status: "stopped"))
        try journal.close()
    }
}

extension Wiring {
    /// Opens the journal, creating it if missing.
    ///
    /// - Throws: ``CommandFailure`` on a network file system; `JournalFailure`.
    func openJournal(_ interruption: Interruption = Interruption()) throws -> Journal {
        try StateFileSystem.refuseNetwork(under: settings.stateDirectory)
        return try Journal.open(in: settings.stateDirectory.path, interruption: interruption)
    }

    /// The journal for reading; nil if nothing was ever bought or received.
    ///
    /// - Throws: `JournalFailure`.
    func existingJournal() throws -> Journal? {
        try Journal.existing(in: settings.stateDirectory.path)
    }
}
