using TransitHub.Core.Observations;

namespace TransitHub.Server.Views;

/// <summary>What was refused or left without a trip.</summary>
/// <param name="Feed">The feed; null: what could not be told to belong to one.</param>
/// <param name="Reasons">By stage and reason, in the order of the flow.</param>
internal sealed record RejectionList(string? Feed, IReadOnlyList<RejectionReasonView> Reasons)
{
    /// <summary>Of a ledger.</summary>
    /// <param name="feed">The feed's id.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="samples">At most this many of the newest samples of each reason.</param>
    public static RejectionList Of(string? feed, RejectionLedger ledger, int samples) => new(
        feed,
        [.. ledger.List().Select(p => new RejectionReasonView(
            p.Key.Stage(), p.Key.Name(), p.Value, [.. ledger.SamplesOf(p.Key).Reverse().Take(samples).Select(RejectionSampleView.Of)]))]);
}

/// <summary>A reason with its count and newest samples.</summary>
/// <param name="Stage">access, decode, queue, gate, match or repair.</param>
/// <param name="Reason">The reason in snake_case.</param>
/// <param name="Count">How often, since the hub started.</param>
/// <param name="Samples">The newest first.</param>
internal sealed record RejectionReasonView(string Stage, string Reason, long Count, IReadOnlyList<RejectionSampleView> Samples);

/// <summary>One rejection.</summary>
/// <param name="At">Unix seconds by the hub's clock.</param>
/// <param name="Device">The device's id, or as much of the topic as could be read.</param>
/// <param name="Detail">What was found and what would be right.</param>
internal sealed record RejectionSampleView(double At, string Device, string Detail)
{
    /// <summary>Of a rejection.</summary>
    public static RejectionSampleView Of(Rejection rejection) => new(rejection.At.UnixMilliseconds / 1000.0, rejection.Device, rejection.Detail);
}
