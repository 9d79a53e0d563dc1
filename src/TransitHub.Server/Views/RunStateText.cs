using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Views;

/// <summary>The words for what is believed of a run, part of the outer contract.</summary>
internal static class RunStateText
{
    /// <summary>The word; null: a vehicle has the run.</summary>
    public static string Of(RunState? doubt) => doubt switch
    {
        null => "assigned",
        RunState.Expected => "expected",
        RunState.Unconfirmed => "unconfirmed",
        RunState.Suspect => "suspect",
        RunState.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(doubt)),
    };
}
