import Foundation
import MillomAPI
import MillomJournal
import MirrorCore
import PacedHTTP
import Scheduler

/// Sends one request to Millom, and checks its journal.
struct MillomChecks {
    let millom: MillomSettings
    let wiring: Wiring
    /// A number in the mirror; nil if it has none.
    let knownNumber: Msisdn?

    /// The findings, and how many requests they took.
    func findings(until deadline: Date) async -> ([Finding], requests: Int) {
        let journal = journal()
        do {
            let (asked, requests) = try await wiring.withMillom(
                millom, until: deadline, keptPace: wiring.keptMillomPace
            ) { client in (await ask(client), client.counts.total) }
            return (asked + [journal], requests)
        } catch {
            return ([.failed("millom", error), journal], 0)
        }
    }

    private func ask(_ client: MillomClient) async -> [Finding] {
        do {
            try await client.prepareToken()
        } catch {
            return [.failed("millom", error)]
        }
        let access =
            client.usesToken ? "token received" : "no token, as no credentials are set"
        guard let subscriber = someone() else {
            return [.skipped("millom", "\(access); no subscriber to request yet")]
        }
        do {
            _ = try await client.record(.accountInfo, of: subscriber)
            return [.ok("millom", "\(access); answers for \(subscriber.redacted)")]
        } catch let failure as MillomFailure where failure.isAboutSubscriber {
            return [
                .ok("millom", "\(access); answers for \(subscriber.redacted): \(failure.cause ?? "refused")")
            ]
        } catch MillomFailure.quotaSpent(let until) {
            return [
                .warning(
                    "millom",
                    "not asked: Millom's pace allows the next request from \(Instant.text(until)) on")
            ]
        } catch {
            return [.failed("millom", error)]
        }
    }

    private func someone() -> MillomSubscriber? {
        switch millom.subscribers {
        case .mirror(let name): knownNumber.flatMap { MillomSubscriber(.msisdn, $0.digits, operator: name) }
        case .file(let url, let name): try? MillomSubscribersFile.read(url, operator: name).first
        }
    }

    /// The open purchases, or the file's fault.
    private func journal() -> Finding {
        do {
            let open = try Journal.existing(in: wiring.settings.stateDirectory.path)?.purchases(
                openOnly: true)
            guard let open else { return .ok("millom_journal", "none yet") }
            let unknown = open.count { $0.state == .unknown }
            guard unknown > 0 else { return .ok("millom_journal", "\(open.count) open purchases") }
            return .warning(
                "millom_journal",
                "\(unknown) \(unknown == 1 ? "purchase" : "purchases") with an unknown result: see submirror millom purchases "
                    + "--open")
        } catch {
            return .failed("millom_journal", error)
        }
    }
}

extension MillomFailure {
    /// Whether Millom's refusal concerns only the subscriber that was asked about.
    fileprivate var isAboutSubscriber: Bool { if case .aboutSubscriber = self { true } else { false } }
}
