using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A run that is due and that no vehicle is known to serve, in JSON.</summary>
/// <param name="Trip">The run.</param>
/// <param name="State"><c>unconfirmed</c>, <c>suspect</c> or <c>canceled</c>.</param>
/// <param name="Since">Since when, Unix seconds.</param>
/// <param name="Probability">That it runs, when it came into this state.</param>
internal sealed record UnseenRunView(TripRefView Trip, string State, double Since, float Probability)
{
    /// <summary>The operator's change that took it out of service; absent: none.</summary>
    public string? ChangeId { get; init; }

    /// <summary>Of a run.</summary>
    public static UnseenRunView Of(UnseenRun run, Schedule schedule) =>
        new(TripRefView.Of(run.Trip, schedule), RunStateText.Of(run.State), run.Since.UnixMilliseconds / 1000.0, run.Probability) { ChangeId = run.ChangeId };
}
