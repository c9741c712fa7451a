import ArgumentParser
import Exports
import Foundation
import Logging
import MirrorCore
import MirrorReading
import MirrorServer
import Pages
import Reports
import ServiceLifecycle
import UnixSignals

struct ServeCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve reports, relations and status over HTTP, read-only.",
        discussion: """
            Listens on serve.address (default 127.0.0.1:8091), or on a socket passed by systemd.
            SIGTERM and Ctrl-C stop it within seconds, with exit code 0.

            GET /                            the page that `submirror page` writes
            GET /report                      the reports, for people
            GET /report/NAME                 a report, with a form for its parameters
            GET /api/v1/reports              the reports, for programs
            GET /api/v1/report/NAME?as_of=2026-10-31&format=json|csv
            GET /api/v1/relation/NAME?format=jsonl|csv&limit=1000&offset=0
            GET /api/v1/status
            GET /api/v1/openapi.json         the OpenAPI description
            GET /metrics                     metrics for a monitoring system
            GET /healthz

            submirror serve
            curl 127.0.0.1:8091/api/v1/report/subscriptions-by-type
            """)

    @OptionGroup var global: GlobalOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        try wiring.judgeState()
        let socket = try PassedSocket(invocation.environment)
        var configuration = try wiring.settings.serve(at: socket)
        configuration.descriptor = socket?.descriptor
        try ProcessLimits.prepare(
            connections: configuration.limits.connections + 8 * configuration.connections,
            threads: 1 + 3 * configuration.connections)
        let catalogue = try ReportCatalogue(directory: wiring.settings.reportDirectory?.path)
        for fault in catalogue.faults {
            wiring.logger.warning(
                "a report cannot be served",
                metadata: ["path": "\(fault.path)", "error": "\(fault.failure.message)"])
        }
        let reports = try ServedReports(catalogue, configuration)
        let notifier = ServiceNotifier(environment: invocation.environment)
        let (logger, host) = (wiring.logger, configuration.host)
        let server = MirrorServer(
            configuration, try wiring.opener, reports, page: wiring.frontPage, now: invocation.time.now,
            logger: logger
        ) { port in
            logger.notice("server listening", metadata: ["host": "\(host)", "port": "\(port)"])
            notifier.send(.ready(status: "listening on port \(port)"))
        }
        var group = ServiceGroupConfiguration(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(15)
        try await ServiceGroup(configuration: group).run()
        notifier.send(.stopping(status: "stopped"))
    }
}

extension Wiring {
    /// The page of the current mirror, at the level that `privacy.export` sets for html.
    var frontPage: FrontPage {
        let wiring = self
        return FrontPage { reader, _ in
            let page = PageRenderer(
                try PageReader(reader, wiring.pageSettings()).page(), wiring.settings.language)
            return FrontPage.Page(html: try page.html(), policy: page.policy + "; frame-ancestors 'none'")
        }
    }

    /// Opens the mirror for questions from the network: each has limits, and none may end the process.
    ///
    /// - Throws: ``CommandFailure``, for a list of the company's own that cannot be read.
    var opener: MirrorOpener {
        get throws {
            let (settings, time) = (self.settings, self.time)
            let lists = try CompanyLists(settings)
            let (publication, timeZone) = (settings.publication, settings.reportTimeZone)
            let costCentres = {
                var costCentres = settings.costCentres
                costCentres.map = lists.map
                return costCentres
            }()
            let (path, state, rules) = (settings.mirror.path, settings.stateDirectory.path, settings.privacy)
            return MirrorOpener(
                path: path, timeZone: timeZone,
                open: { asOf, now, limit, interruption in
                    var limits = QueryLimits()
                    limits.time = limit
                    limits.clock = time.clock
                    limits.resultBytes = 1 << 36
                    return try MirrorReader(
                        path: path, viewpoint: Viewpoint(now: now, asOf: asOf, timeZone: timeZone),
                        costCentres: costCentres, prices: lists.prices, limits: limits,
                        interruption: interruption)
                },
                privacy: { level in try rules.privacy(at: level) { try PseudonymKey.kept(in: state) } },
                publishedAt: { publication?.latestMoment })
        }
    }
}
