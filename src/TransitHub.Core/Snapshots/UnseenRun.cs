using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>A run of the timetable whose time has come and that no vehicle is known to serve; immutable.</summary>
public sealed class UnseenRun
{
    /// <summary>The run.</summary>
    public required TripInstance Trip { get; init; }

    /// <summary>What is believed of it; never <see cref="RunState.Expected"/>, such runs are not listed.</summary>
    public required RunState State { get; init; }

    /// <summary>Since when it is believed.</summary>
    public required Timestamp Since { get; init; }

    /// <summary>Set where another agency has canceled it; null: the hub's own doubt.</summary>
    public UpstreamRun? Upstream { get; init; }

    /// <summary>The operator's change that took it out of service; null: no operator has.</summary>
    public string? ChangeId { get; init; }

    /// <summary>True: an operator does not want riders to see it at all, not even as canceled.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Probability that it runs, (0, 1), when it came into this state.</summary>
    public required float Probability { get; init; }
}
