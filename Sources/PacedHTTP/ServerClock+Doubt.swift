package import Pacing

extension ServerClock {
    /// What was seen and not believed, when nothing was believed.
    package var standingDoubt: Doubt? { isInDoubt ? doubted : nil }
}
