import Crypto
import Files
import Foundation
import MirrorCore
import MirrorReading
import NIOPosix
import Synchronization

/// Reports by a stamp whether the mirror has changed; one check serves all requests since the previous one.
final class MirrorWatch: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<String, any Error>] = []
        var isLooking = false
    }

    private struct Open {
        let reader: MirrorReader
        let file: FileIdentity
    }

    private let opener: MirrorOpener
    private let now: @Sendable () -> Date
    private let state = Mutex(State())
    /// Used only on ``thread``.
    private let mirror = Mutex<Open?>(nil)
    /// Its own thread, as a check blocks it, and no query may delay one.
    private let thread = NIOThreadPool(numberOfThreads: 1)

    init(_ opener: MirrorOpener, now: @escaping @Sendable () -> Date) {
        self.opener = opener
        self.now = now
        thread.start()
    }

    deinit { thread.shutdownGracefully { _ in } }

    /// The mirror's stamp now or a moment later; every commit changes it.
    ///
    /// - Throws: the error that prevents reading the mirror.
    func stamp() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            let isIdle = state.withLock { state in
                state.waiting.append(continuation)
                defer { state.isLooking = true }
                return !state.isLooking
            }
            if isIdle { thread.submit { _ in self.look() } }
        }
    }

    private func look() {
        while true {
            let waiting = state.withLock { state in
                if state.waiting.isEmpty { state.isLooking = false }
                defer { state.waiting = [] }
                return state.waiting
            }
            guard !waiting.isEmpty else { return }
            let result = Result { try self.look(again: true) }
            for continuation in waiting { continuation.resume(with: result) }
        }
    }

    private func look(again: Bool) throws -> String {
        try mirror.withLock { mirror in
            // A restored backup may have replaced it.
            let file = FileIdentity(path: opener.path)
            if mirror?.file != file { mirror = nil }
            if let mirror { return try mirror.reader.commitStamp() }
            let reader = try opener.open(nil, now(), .seconds(10), Interruption())
            let stamp = try reader.commitStamp()
            if let file { mirror = Open(reader: reader, file: file) }
            return stamp
        }
    }
}
