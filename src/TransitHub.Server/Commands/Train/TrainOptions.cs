using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Server.Commands.Train;

/// <summary>What <c>transithub train</c> was asked for, checked.</summary>
internal sealed record TrainOptions
{
    /// <summary>The feed; topics of other feeds are refused.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>The archives, one or more.</summary>
    public required IReadOnlyList<TrainArchive> Archives { get; init; }

    /// <summary>The first moment to learn from; earlier records count, so that the state is warm; null: the archive's first.</summary>
    public Timestamp? From { get; init; }

    /// <summary>The last moment that is read, arrivals included; null: the archive's last.</summary>
    public Timestamp? To { get; init; }

    /// <summary>Draws weights and the order of rows.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Rows kept of all archives together at most, 1,000 to 20,000,000; default 600,000: a small network learns no more
    /// from more, and they take 100 MB.
    /// </summary>
    public int MaxRows { get; init; } = 600_000;

    /// <summary>Under which terms the archives may be used, for the card.</summary>
    public required string License { get; init; }

    /// <summary>The folder that takes the model.</summary>
    public required string Out { get; init; }
}

/// <summary>One archive.</summary>
/// <param name="Gtfs">Its static feed, a zip or a folder.</param>
/// <param name="Input">The recording.</param>
/// <param name="Format">Its format, as named on the command line.</param>
/// <param name="Arrivals">True arrivals (service_date, trip_id, stop_sequence, arrival_unix); null: those the hub measures itself.</param>
internal sealed record TrainArchive(string Gtfs, string Input, string Format, string? Arrivals);
