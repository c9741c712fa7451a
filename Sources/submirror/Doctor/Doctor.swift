import Foundation
import Logging
import MillomAPI
import MirrorCore
import MirrorReading
import PacedHTTP
import Pacing
import Scheduler
import TelenorAPI

/// Checks everything on which a sync depends, and changes nothing.
struct Doctor {
    let diagnosis: SettingsDiagnosis
    let isQuick: Bool
    let console: Console
    let time: TimeSource

    /// The time limit for all requests together; at a slower pace, the remaining checks are skipped.
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

    /// Checks Millom, if it is set up.
    private func askMillom(_ settings: Settings, _ mirror: MirrorChecks, _ report: inout DoctorReport) async {
        guard var millom = diagnosis.millom else { return }
        // Reports the first failure; a sync would retry.
        millom.api.http.retries.limit = 0
        let checks = MillomChecks(
            millom: millom, wiring: Wiring(settings, console: console, time: time),
            knownNumber: (try? mirror.reader?.anyLivingNumber()) ?? nil)
        let (findings, requests) = await checks.findings(
            until: time.now().addingTimeInterval(Self.patience.inSeconds))
        report.findings += findings
        report.requests += requests
    }

    /// The size of the operator's own list, before there is a mirror; nil if there is no readable list.
    private func listedNumberCount(_ settings: Settings) -> Int? {
        settings.sync.numbersFile.flatMap { try? NumbersFile.read($0).count }
    }

    private func ask(
        _ api: APIConfiguration, _ settings: Settings, _ mirror: MirrorChecks, _ report: inout DoctorReport
    ) async {
        var api = api
        // Reports the first failure; a sync would retry.
        api.http.retries.limit = 0
        var context = TelenorClient.Context(logger: Wiring(settings, console: console, time: time).logger)
        context.http.pace = settings.pace
        context.time = time
        context.scrubber = console.scrubber
        context.deadline = time.now().addingTimeInterval(Self.patience.inSeconds)
        // If the learned pace cannot be read, it is learned anew; the mirror's own checks report why.
        context.http.keptPace = try? mirror.reader?.fact(.pace)
        context.keptServerOffset = try? mirror.reader?.fact(.serverOffset)
        // Numbers of this mirror must not be sent to another company's API.
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
