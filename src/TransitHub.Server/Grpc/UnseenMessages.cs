using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Views;
using UnseenRun = TransitHub.Core.Snapshots.UnseenRun;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>UnseenRun</c> messages.</summary>
internal static class UnseenMessages
{
    /// <summary>A run that no vehicle is known to serve.</summary>
    public static Protocol.V1.UnseenRun Of(UnseenRun run, Schedule schedule) => new()
    {
        Key = TripText.Key(schedule, run.Trip),
        Trip = TripMessages.RefOf(run.Trip, schedule),
        State = StateOf(run.State),
        SinceMs = run.Since.UnixMilliseconds,
        Probability = run.Probability,
    };

    /// <summary>What is believed of a run; null: a vehicle has it.</summary>
    public static ServiceState StateOf(RunState? doubt) => doubt switch
    {
        null => ServiceState.Assigned,
        RunState.Expected => ServiceState.Expected,
        RunState.Unconfirmed => ServiceState.Unconfirmed,
        RunState.Suspect => ServiceState.Suspect,
        RunState.Canceled => ServiceState.Canceled,
        _ => throw new ArgumentOutOfRangeException(nameof(doubt)),
    };
}
