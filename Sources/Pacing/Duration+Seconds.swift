extension Duration {
    /// Seconds with their fraction, as JSON, SQL and messages show a duration.
    package var inSeconds: Double {
        let parts = components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }
}
