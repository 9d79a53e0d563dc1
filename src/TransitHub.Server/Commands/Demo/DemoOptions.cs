using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Simulation.Cities;

namespace TransitHub.Server.Commands.Demo;

/// <summary>What <c>demo</c> was asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>The sample city's feed: whoever sees the id knows that nothing in it is real.</summary>
    public static FeedId Feed { get; } = FeedId.Parse(SampleCity.FeedId);

    /// <summary>What people call it.</summary>
    public const string Name = "Bangkok (simulated)";

    /// <summary>Chooses one of all possible days; the same seed and clock give the same messages.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Times real time; null: as fast as the hub takes it.</summary>
    public required double? Speed { get; init; }

    /// <summary>How many vehicles report; null: as many as the timetable needs.</summary>
    public int? Vehicles { get; init; }

    /// <summary>Seconds between two reports of a vehicle; null: as usual on its line.</summary>
    public int? ReportSeconds { get; init; }

    /// <summary>The city's hour at the start; null: now, or the morning when it is night there.</summary>
    public int? Hour { get; init; }

    /// <summary>The city's and the hub's time at the start; null: now.</summary>
    public Timestamp? Start { get; init; }

    /// <summary>City time after which it ends, seconds; null: when it is told to.</summary>
    public double? EndAfterSeconds { get; init; }

    /// <summary>Folder for what is true in the city; null: not written.</summary>
    public string? Truth { get; init; }

    /// <summary>Folder of the hub's data; null: one of its own that is removed at the end.</summary>
    public string? Data { get; init; }
}
