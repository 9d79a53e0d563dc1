using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>Counts what became of the observations, and tells the ledger why reports were left without a run.</summary>
/// <param name="ledger">Counts by reason.</param>
internal sealed class FusionTally(RejectionLedger ledger)
{
    /// <summary>True while the log is read: its reasons were counted when the records came.</summary>
    public bool IsRestoring { get; set; }

    /// <summary>Observations that the pipeline is made for.</summary>
    public long Processed { get; set; }

    /// <summary>Reports of vehicles on a run whose place was not believed.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Reports of vehicles on no run.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Observations that say nothing of vehicles or runs.</summary>
    public long Ignored { get; set; }

    /// <summary>Stops passed, of all runs.</summary>
    public long StopsPassed { get; set; }

    /// <summary>Counts what a report came to.</summary>
    public void Count(VehicleTrack track)
    {
        if (track.UnmatchedReason == RejectionReason.None)
        {
            return;
        }

        this.CountReason(track.UnmatchedReason);
        if (track.Run is null)
        {
            this.Unmatched++;
        }
        else
        {
            this.HeldBack++;
        }
    }

    /// <summary>A report of a vehicle for which there is no room.</summary>
    public void CountRefused()
    {
        this.Unmatched++;
        this.CountReason(RejectionReason.TooManyDevices);
    }

    /// <summary>Counts and keeps as a sample what was changed of another agency's word, or why nothing was made of it.</summary>
    public void Note(Timestamp at, RejectionReason reason, string source, string detail)
    {
        if (!this.IsRestoring)
        {
            ledger.Add(at, reason, source, detail);
        }
    }

    /// <summary>Counts one thing of which nothing was made.</summary>
    public void CountReason(RejectionReason reason)
    {
        if (!this.IsRestoring)
        {
            ledger.Count(reason);
        }
    }
}
