using System.Text.Json;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Server.Commands.Replay;

/// <summary>summary.json: what a replay found. It holds nothing of the machine, the path or the wall clock, so that two runs are equal.</summary>
internal sealed class ReplaySummary(ReplayOptions options, Schedule schedule, long rows, ReplayCounts counts, SnapshotFiles files)
{
    public const string FileName = "summary.json";

    /// <summary>Share of the positions of known trips whose run is known, refused ones counted as not matched; NaN without any.</summary>
    public double ShareMatched => Share(counts.OfKnownTripsMatched, counts.OfKnownTrips);

    /// <summary>Writes the file.</summary>
    public void Write(string folder)
    {
        using FileStream stream = File.Create(Path.Combine(folder, FileName));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("feed", options.Feed.ToString());
        json.WriteString("static_version", schedule.Version);
        json.WriteString("format", options.Format);
        json.WriteNumber("every_seconds", options.EverySeconds);
        WriteTime(json, "from", options.From ?? counts.First);
        WriteTime(json, "to", options.To ?? counts.Last);
        WriteTime(json, "first_received", counts.First);
        WriteTime(json, "last_received", counts.Last);
        json.WriteNumber("rows", rows);
        json.WriteNumber("observations", counts.Observations);
        json.WriteNumber("accepted", counts.Accepted);
        this.WriteRejected(json);
        this.WriteMatching(json);
        json.WriteNumber("vehicles", counts.Vehicles);
        json.WriteNumber("trips", files.Runs);
        json.WriteNumber("stops_passed", counts.Fusion.StopsPassed);
        json.WriteNumber("snapshots", files.Written);
        json.WriteNumber("predictions", files.Predictions);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private void WriteRejected(Utf8JsonWriter json)
    {
        json.WriteNumber("rejected", counts.Observations - counts.Accepted);
        json.WriteStartObject("rejected_by_stage");
        foreach (string stage in new[] { "decode", "gate" })
        {
            this.WriteReasons(json, stage, stage);
        }

        json.WriteEndObject();
    }

    private void WriteMatching(Utf8JsonWriter json)
    {
        json.WriteStartObject("positions");
        json.WriteNumber("processed", counts.Fusion.Processed);
        json.WriteNumber("matched", counts.Fusion.Matched);
        WriteShare(json, "share_matched", counts.Fusion.Matched, counts.Fusion.Processed);
        json.WriteNumber("held_back", counts.Fusion.HeldBack);
        json.WriteNumber("overruled", counts.Fusion.Overruled);
        json.WriteNumber("unmatched", counts.Fusion.Unmatched);
        this.WriteReasons(json, "unmatched_or_held_back_by_reason", "match");
        json.WriteEndObject();
        json.WriteStartObject("trip_tagged");
        json.WriteNumber("positions", counts.TripTagged);
        json.WriteNumber("of_known_trips", counts.OfKnownTrips);
        json.WriteNumber("of_known_trips_accepted", counts.OfKnownTripsAccepted);
        json.WriteNumber("of_known_trips_matched", counts.OfKnownTripsMatched);
        json.WriteNumber("of_known_trips_placed", counts.OfKnownTripsPlaced);
        WriteShare(json, "share_matched", counts.OfKnownTripsMatched, counts.OfKnownTrips);
        WriteShare(json, "share_placed", counts.OfKnownTripsPlaced, counts.OfKnownTrips);
        WriteShare(json, "share_matched_of_accepted", counts.OfKnownTripsMatched, counts.OfKnownTripsAccepted);
        json.WriteEndObject();
    }

    private void WriteReasons(Utf8JsonWriter json, string name, string stage)
    {
        json.WriteStartObject(name);
        foreach ((RejectionReason reason, long count) in counts.Ledger.List().Where(p => p.Key.Stage() == stage))
        {
            json.WriteNumber(reason.Name(), count);
        }

        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, Timestamp? time)
    {
        if (time is { } moment)
        {
            json.WriteNumber(name, moment.UnixMilliseconds / 1000m);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteShare(Utf8JsonWriter json, string name, long part, long whole)
    {
        if (whole > 0)
        {
            json.WriteNumber(name, Math.Round(Share(part, whole), 6));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : double.NaN;
}
