using TransitHub.Core.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Server.Commands.Replay;

/// <summary>What a replay counts for its summary.</summary>
internal sealed class ReplayCounts
{
    /// <summary>Rows taken, not counting what was only read ahead.</summary>
    public long Rows { get; set; }

    /// <summary>Observations decoded, and one for each thing that could not be: accepted plus rejected.</summary>
    public long Observations { get; set; }

    /// <summary>Observations that passed the gate.</summary>
    public long Accepted { get; set; }

    /// <summary>Decoded positions that name a trip.</summary>
    public long TripTagged { get; set; }

    /// <summary>Of those, the ones whose trip the schedule has.</summary>
    public long OfKnownTrips { get; set; }

    /// <summary>Of those, the ones that passed the gate.</summary>
    public long OfKnownTripsAccepted { get; set; }

    /// <summary>Of those, the ones whose vehicle's run is known.</summary>
    public long OfKnownTripsMatched { get; set; }

    /// <summary>Of those, the ones whose position is published with the run: on its line, and not behind its end.</summary>
    public long OfKnownTripsPlaced { get; set; }

    /// <summary>Received time of the first record.</summary>
    public Timestamp? First { get; set; }

    /// <summary>Received time of the last record.</summary>
    public Timestamp? Last { get; set; }

    /// <summary>Rejections by reason, at every stage.</summary>
    public RejectionLedger Ledger { get; } = new();

    /// <summary>Vehicles of which a position was accepted.</summary>
    public int Vehicles { get; set; }

    /// <summary>What the fusion counted.</summary>
    public FusionCounters Fusion { get; set; }
}
