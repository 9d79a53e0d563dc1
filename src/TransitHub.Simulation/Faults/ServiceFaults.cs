namespace TransitHub.Simulation.Faults;

/// <summary>How often service goes wrong. Defaults are those of an ordinary day; every share is 0 to 1.</summary>
public sealed record ServiceFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static ServiceFaults None { get; } = new()
    {
        CanceledShare = 0, BreakdownShare = 0, ShortTurnShare = 0, DetoursPerLineAndDay = 0, IncidentsPerLinkAndDay = 0, ShowersPerDay = 0,
    };

    /// <summary>Share of planned runs that nobody drives. Default 0.01.</summary>
    public double CanceledShare { get; init; } = 0.01;

    /// <summary>Share of runs whose vehicle breaks down on its way; another one comes and drives on. Default 0.004.</summary>
    public double BreakdownShare { get; init; } = 0.004;

    /// <summary>
    /// Share of runs that end in their second half, the vehicle turning there for a run of the way back; where it cannot turn, it goes on
    /// empty. Default 0.01.
    /// </summary>
    public double ShortTurnShare { get; init; } = 0.01;

    /// <summary>Detours of a line on a day, mean; only where vehicles drive on streets. 0 to 24; default 0.3.</summary>
    public double DetoursPerLineAndDay { get; init; } = 0.3;

    /// <summary>How often a link of the streets jams beyond what is usual, each time for about half an hour. 0 to 24; default 0.03.</summary>
    public double IncidentsPerLinkAndDay { get; init; } = 0.03;

    /// <summary>Showers of a day, mean. 0 to 24; default 1.2, a day of the wet season in Bangkok.</summary>
    public double ShowersPerDay { get; init; } = 1.2;

    internal void Check(List<string> wrong)
    {
        Ranges.Share(wrong, this.CanceledShare, nameof(this.CanceledShare));
        Ranges.Share(wrong, this.BreakdownShare, nameof(this.BreakdownShare));
        Ranges.Share(wrong, this.ShortTurnShare, nameof(this.ShortTurnShare));
        Ranges.Between(wrong, this.DetoursPerLineAndDay, 0, 24, nameof(this.DetoursPerLineAndDay));
        Ranges.Between(wrong, this.IncidentsPerLinkAndDay, 0, 24, nameof(this.IncidentsPerLinkAndDay));
        Ranges.Between(wrong, this.ShowersPerDay, 0, 24, nameof(this.ShowersPerDay));
    }
}
