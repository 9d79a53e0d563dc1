namespace TransitHub.Core.Fusion;

/// <summary>
/// What an operator may set about fusion. Every default holds for buses, trams, trains and boats of
/// any city; none is fitted to one recording.
/// </summary>
public sealed record FusionOptions
{
    /// <summary>
    /// Seconds without a report after which a vehicle is <see cref="Snapshots.VehiclePhase.Lost"/>: its last position stands with
    /// its own time and its predictions grow less certain. 30 to 3,600; default 360, long enough for a tunnel or a slow modem.
    /// </summary>
    public int LostAfterSeconds { get; init; } = 360;

    /// <summary>
    /// Seconds without a report after which a vehicle and its predictions are removed. More than <see cref="LostAfterSeconds"/>,
    /// at most 86,400; default 900, since nobody waits on word that old.
    /// </summary>
    public int RemoveAfterSeconds { get; init; } = 900;

    /// <summary>
    /// Vehicles kept at most; the gate's bound of devices comes first, this one protects memory if it is set wider.
    /// 1 to 1,000,000; default 200,000 (about 1 KB each).
    /// </summary>
    public int MaxVehicles { get; init; } = 200_000;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(this.LostAfterSeconds is >= 30 and <= 3600, nameof(this.LostAfterSeconds), "30 to 3600 seconds");
        Require(
            this.RemoveAfterSeconds > this.LostAfterSeconds && this.RemoveAfterSeconds <= 86_400,
            nameof(this.RemoveAfterSeconds),
            $"more than {nameof(this.LostAfterSeconds)} and at most 86400 seconds");
        Require(this.MaxVehicles is >= 1 and <= 1_000_000, nameof(this.MaxVehicles), "1 to 1000000");
        return wrong;

        void Require(bool ok, string setting, string range)
        {
            if (!ok)
            {
                wrong.Add($"{setting} must be {range}.");
            }
        }
    }
}
