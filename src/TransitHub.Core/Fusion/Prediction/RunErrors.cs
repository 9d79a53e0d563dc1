namespace TransitHub.Core.Fusion.Prediction;

/// <summary>How wrong expectations turn out to be: those of runs under way, and those of runs that wait for their start or come next.</summary>
internal sealed record RunErrors(ErrorQuantiles UnderWay, ErrorQuantiles Waiting)
{
    /// <summary>Those of runs that only cameras see.</summary>
    public required ErrorQuantiles Sighted { get; init; }

    /// <summary>The errors of expectations made in the state that the run is in.</summary>
    public ErrorQuantiles Of(RunTrack run) => run.IsSighted ? this.Sighted : this.Of(run.IsUnderWay);

    /// <summary>The errors of expectations made under way, or before.</summary>
    public ErrorQuantiles Of(bool isUnderWay) => isUnderWay ? this.UnderWay : this.Waiting;
}
