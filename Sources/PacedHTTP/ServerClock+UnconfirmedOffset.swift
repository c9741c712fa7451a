package import Pacing

extension ServerClock {
    /// The offset that was seen and not believed; nil once any was believed.
    package var unconfirmedOffset: UnconfirmedOffset? { isInDoubt ? doubted : nil }
}
