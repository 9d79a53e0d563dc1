namespace TransitHub.Load.Mqtt;

/// <summary>What came of a <see cref="LoadPlan"/>.</summary>
/// <param name="Sent">Publishes sent; with QoS 1 all of them were acknowledged.</param>
/// <param name="Seconds">From the first connection's first publish to the last acknowledgement.</param>
/// <param name="P50Milliseconds">From send to acknowledgement, QoS 1 only.</param>
/// <param name="P99Milliseconds">From send to acknowledgement, QoS 1 only.</param>
internal sealed record LoadResult(long Sent, double Seconds, double P50Milliseconds, double P99Milliseconds)
{
    public double Rate => this.Sent / this.Seconds;
}
