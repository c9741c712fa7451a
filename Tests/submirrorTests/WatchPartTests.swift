import Foundation
import MirrorCore
import MirrorStore
import PacedHTTP
import TelenorAPI
import TestSupport
import Testing

@testable import submirror

/// Behaviour of `watch` that a process shows only after an hour, or only under systemd.
@Suite("The parts of watch")
struct WatchPartTests {
    private func settings() throws -> Settings {
        try Settings(SettingsReader(overrides: [:], configPath: nil, environment: [:]), environment: [:])
    }

    @Test("the watchdog is fed until the loop is ten minutes later than it should be")
    func liveness() throws {
        let state = WatchState(try settings())
        let now = ContinuousClock.now
        #expect(state.isAlive(at: now))
        state.extendDeadline(within: .seconds(3600), from: now)
        #expect(state.isAlive(at: now + .seconds(4200)))
        #expect(!state.isAlive(at: now + .seconds(4201)))
    }

    @Test("a wait lasts its time, unless newer settings end it or have come before")
    func waiting() async throws {
        let state = WatchState(try settings())
        let clock = JumpClock()
        try await state.wait(.seconds(3600), orSettingsAfter: nil, on: clock)
        #expect(clock.now.offset == .seconds(3600))
        state.adopt(try settings())
        try await state.wait(.seconds(3600), orSettingsAfter: 0, on: clock)
        #expect(clock.now.offset == .seconds(3600))

        async let wait: Void = state.wait(.seconds(3600), orSettingsAfter: 1, on: ContinuousClock())
        state.adopt(try settings())
        try await wait
    }

    @Test(
        "what a failed run means for the next",
        arguments: [
            (APIFailure.credentialsRefused(ErrorReply(purpose: .token, status: 401)), .refused),
            (APIFailure.misconfigured(ErrorReply(purpose: .search, status: 403)), .misconfigured),
            (APIFailure.fault(.emptyBody, purpose: .search, tries: 6), .failed),
            (APIFailure.pageRepeated(.search, page: 3), .failed),
            (SettingsFailure.fileUnreadable(path: "c.yaml"), .misconfigured),
            (MirrorFailure.diskFull(path: "m"), .disk),
            (MirrorFailure.busy(path: "m"), .failed),
            (MirrorFailure.damaged(path: "m", detail: ""), .unusableMirror),
            (MirrorFailure.newerSchema(path: "m", found: 2, known: 1), .unusableMirror),
        ] as [(any Error, WatchOutcome)])
    func outcomes(error: any Error, outcome: WatchOutcome) {
        #expect(WatchOutcome(error) == outcome)
    }

    @Test(
        "what is sent is one line a variable",
        arguments: [
            (.ready(status: "one\ntwo"), "READY=1\nSTATUS=one two\n"),
            (.status("READY=1"), "STATUS=READY=1\n"),
            (.watchdog, "WATCHDOG=1\n"),
            (.reloading, "RELOADING=1\nMONOTONIC_USEC=17\n"),
            (.stopping(status: "over"), "STOPPING=1\nSTATUS=over\n"),
        ] as [(ServiceNotifier.Message, String)])
    func messages(message: ServiceNotifier.Message, text: String) {
        #expect(ServiceNotifier.text(of: message, monotonic: 17) == text)
    }

    @Test(
        "a socket is a path or an abstract name",
        arguments: [
            ("/run/n", Array("/run/n".utf8) + [0]), ("@n", [0, UInt8(ascii: "n")]), ("n", nil), ("", nil),
            ("@", nil), ("vsock:2:1", nil), ("/" + String(repeating: "x", count: 107), nil),
            (
                "/" + String(repeating: "x", count: 106),
                Array(("/" + String(repeating: "x", count: 106)).utf8) + [0]
            ),
        ] as [(String, [UInt8]?)])
    func addresses(name: String, bytes: [UInt8]?) {
        #expect(ServiceNotifier.address(name) == bytes)
    }

    @Test(
        "the watchdog is fed twice as often as systemd asks for, where it asks this process",
        arguments: [
            (["NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "3000000"], .milliseconds(1500)),
            (["NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], .milliseconds(1500)),
            (["NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], nil),
            (["NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "soon"], nil), (["NOTIFY_SOCKET": "/n"], nil),
            (["WATCHDOG_USEC": "3000000"], nil),
        ] as [([String: String], Duration?)])
    func intervals(environment: [String: String], interval: Duration?) {
        #expect(ServiceNotifier(environment: environment, process: 7).watchdogInterval == interval)
    }
}
