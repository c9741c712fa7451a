import Foundation
import MirrorCore
import Normalizer
import PacedHTTP
import Pacing
import Scheduler
import TelenorAPI

/// Sends one request to each API product, and reports what is missing.
struct APIChecks {
    let client: TelenorClient
    let settings: SyncSettings
    let time: TimeSource
    /// A number in the mirror; nil if it has none.
    let knownNumber: Msisdn?

    func findings() async -> [Finding] {
        let credentials = await token()
        guard credentials.level == .ok else {
            return [credentials] + clock() + Self.unasked("there is no token for the request")
        }
        let (search, listed) = await search()
        return [credentials] + clock() + [
            search, await detail(listed ?? knownNumber), await catalogue(), await accounts(),
            await orderable(listed ?? knownNumber),
        ]
    }

    /// All of the checks, skipped for the same reason.
    static func unasked(_ reason: String) -> [Finding] {
        ["search", "detail", "catalogue", "accounts", "orderable_add_ons"].map { .skipped($0, reason) }
    }

    private func token() async -> Finding {
        do {
            let token = try await client.token()
            let lifetime = DurationText.text(token.lifetime)
            return .ok("credentials", "token received, valid for \(lifetime)")
        } catch {
            return Self.finding("credentials", error)
        }
    }

    /// The clock's finding; skipped if no reply stated the server's time.
    private func clock() -> [Finding] {
        guard let offset = client.serverOffset else {
            return [.skipped("clock", "the server sent no time")]
        }
        return [Self.clock(offset: offset)]
    }

    /// - Parameter offset: the server's clock minus ours.
    static func clock(offset: Duration) -> Finding {
        let seconds = Int(offset.inSeconds.rounded())
        guard abs(seconds) > 30 else { return .ok("clock", "within \(abs(seconds)) s of the server's") }
        let side = seconds > 0 ? "behind" : "ahead of"
        guard abs(seconds) <= Int(ServerClock.longestStep.inSeconds) else {
            let days = (abs(seconds) + 43_200) / 86_400
            return .warning(
                "clock",
                "\(days) \(days == 1 ? "day" : "days") \(side) the server's: check NTP here; a sync reads nothing until "
                    + "a run at least 5 minutes later sees the same")
        }
        return .warning(
            "clock",
            "\(abs(seconds)) s \(side) the server's clock: the sync uses the server's, "
                + "but times in logs and of runs are wrong; check NTP")
    }

    private func search() async -> (Finding, Msisdn?) {
        let yesterday = (client.serverNow ?? time.now()).addingTimeInterval(-86_400)
        do {
            let reply = try await client.page(0, of: .changes(since: yesterday), pageSize: 1)
            let number = try Normalizer.readPage(reply.body.span.bytes).msisdns.first
            return (.ok("search", number == nil ? "answers; no change within a day" : "answers"), number)
        } catch {
            return (Self.finding("search", error), nil)
        }
    }

    private func detail(_ number: Msisdn?) async -> Finding {
        guard let number else {
            return .skipped("detail", "neither the search nor the mirror yielded a number to request")
        }
        do {
            let reply = try await client.detail(number)
            let document = try Normalizer.normalize(
                detail: reply.body.span.bytes, asked: number, language: settings.language)
            let oddities =
                document.anomalies.isEmpty ? "" : ", \(document.anomalies.count) undocumented values"
            return .ok("detail", "answers for \(number.redacted)\(oddities)")
        } catch let failure as APIFailure where failure.disposition == .tombstone {
            return .ok("detail", "answers: \(failure)")
        } catch let failure as APIFailure where failure.disposition == .quarantine {
            return .warning("detail", "\(failure)")
        } catch {
            return Self.finding("detail", error)
        }
    }

    private func catalogue() async -> Finding {
        guard let type = settings.accessTypes.first else {
            return .skipped("catalogue", "api.access_types is empty")
        }
        do {
            let reply = try await client.subscriptionTypes(accessType: type)
            let catalogue = try Normalizer.readSubscriptionTypes(
                reply.body.span.bytes, language: settings.language)
            return .ok("catalogue", "answers for \(type): \(catalogue.types.count) subscription types")
        } catch APIFailure.badRequest(let reply) {
            return .warning("catalogue", "the API refuses \(type) (\(reply)): check api.access_types")
        } catch {
            return Self.finding("catalogue", error)
        }
    }

    private func accounts() async -> Finding {
        do {
            _ = try await client.page(0, of: .accounts, pageSize: 1)
            return .ok("accounts", "answers: the complete list comes from the accounts")
        } catch let failure as APIFailure where failure.meansNotGranted {
            guard case .misconfigured(let reply) = failure else { return Self.finding("accounts", failure) }
            let advice =
                settings.numbersFile == nil
                ? "set sync.numbers_file to guarantee completeness"
                : "sync.numbers_file guarantees completeness"
            return .warning(
                "accounts",
                "not granted (\(reply)): the complete list will come from the search (fallback); \(advice)")
        } catch {
            return Self.finding("accounts", error)
        }
    }

    private func orderable(_ number: Msisdn?) async -> Finding {
        let check = "orderable_add_ons"
        guard settings.fetchesOrderableAddOns else { return .skipped(check, "not enabled") }
        guard let number else {
            return .skipped(check, "neither the search nor the mirror yielded a number to request")
        }
        do {
            _ = try await client.orderableAddOns(number)
            return .ok(check, "answers for \(number.redacted)")
        } catch let failure as APIFailure where failure.disposition == .tombstone {
            return .ok(check, "answers: \(failure)")
        } catch {
            return Self.finding(check, error)
        }
    }

    /// A spent quota is only a warning; any other error counts as it would for `sync`.
    private static func finding(_ check: String, _ error: any Error) -> Finding {
        switch error {
        case APIFailure.quotaSpent(let until):
            .warning(
                check, "not checked: the API's pace allows the next request at \(Instant.text(until))")
        case APIFailure.timeSpent, APIFailure.cutOff:
            .warning(check, "no answer within the time limit of a check")
        default: .failed(check, error)
        }
    }
}
