import Foundation
import Logging
import MillomAPI
import MirrorCore
import MirrorReading
import PacedHTTP
import Pacing
import Scheduler
import TelenorAPI

/// Looks at everything that a sync depends on, and changes nothing.
struct Doctor {
    let diagnosis: SettingsDiagnosis
    let isQuick: Bool
    let console: Console
    let time: TimeSource

    /// How long all requests together may take; a pace that is slower than this leaves the rest unasked.
    private static let patience = Duration.seconds(120)

    func examine() async -> DoctorReport {
        var report = DoctorReport(findings: diagnosis.findings())
        guard let settings = diagnosis.settings else { return report }
        let mirror = MirrorChecks(
            path: settings.mirror.path, isQuick: isQuick, now: time.now(), origin: diagnosis.api?.origin)
        let isFileWrong = report.findings.contains { $0.check == "config_file" }
        report.findings += FileChecks().findings(configPath: diagnosis.configPath, settings: settings).filter
        {
            !isFileWrong || $0.check != "config_file"
        }
        report.findings += DiskChecks.findings(
            settings: settings, numbers: mirror.knownNumberCount() ?? listedNumberCount(settings))
        report.findings += PublishChecks.findings(settings, of: try? mirror.reader?.identity().id)
        report.findings += mirror.findings()
        guard let api = diagnosis.api else {
            let reason = "the settings for it are missing or wrong"
            report.findings += [.skipped("credentials", reason), .skipped("clock", reason)]
            report.findings += APIChecks.unasked(reason)
            await askMillom(settings, mirror, &report)
            return report
        }
        await ask(api, settings, mirror, &report)
        await askMillom(settings, mirror, &report)
        return report
    }

    /// Nothing where Millom is not set up.
    private func askMillom(_ settings: Settings, _ mirror: MirrorChecks, _ report: inout DoctorReport) async {
        guard var millom = diagnosis.millom else { return }
        // What fails is said as it is; a sync tries again.
        millom.api.http.retries.limit = 0
        let checks = MillomChecks(
            millom: millom, wiring: Wiring(settings, console: console, time: time),
            knownNumber: (try? mirror.reader?.anyLivingNumber()) ?? nil)
        let (findings, requests) = await checks.findings(
            until: time.now().addingTimeInterval(Self.patience.inSeconds))
        report.findings += findings
        report.requests += requests
    }

    /// What the operator's own list says, before there is a mirror.
    private func listedNumberCount(_ settings: Settings) -> Int? {
        settings.sync.numbersFile.flatMap { try? NumbersFile.read($0).count }
    }

    private func ask(
        _ api: APIConfiguration, _ settings: Settings, _ mirror: MirrorChecks, _ report: inout DoctorReport
    ) async {
        var api = api
        // What fails is said as it is; a sync tries again.
        api.http.retries.limit = 0
        var context = TelenorClient.Context(logger: Wiring(settings, console: console, time: time).logger)
        context.http.pace = settings.pace
        context.time = time
        context.scrubber = console.scrubber
        context.deadline = time.now().addingTimeInterval(Self.patience.inSeconds)
        // Without what was learned the pace is found anew; the mirror's own checks say why it cannot be read.
        context.http.keptPace = try? mirror.reader?.fact(.pace)
        context.keptServerOffset = try? mirror.reader?.fact(.serverOffset)
        // Another company's API is not told the numbers of this one.
        let isForeign = report.findings.contains { $0.check == "origin" && $0.level == .failed }
        do {
            let (findings, requests) = try await TelenorClient.with(api, context) { [context] client in
                let checks = APIChecks(
                    client: client, settings: settings.sync, time: context.time,
                    knownNumber: isForeign ? nil : (try? mirror.reader?.anyLivingNumber()) ?? nil)
                return (await checks.findings(), client.counts.total)
            }
            report.findings += findings
            report.requests = requests
        } catch {
            report.findings.append(.failed("credentials", error))
        }
    }
}
