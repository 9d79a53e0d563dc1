using System.Text.Json.Serialization;

namespace TransitHub.Server.Counts;

/// <summary>A row of the Parquet file; the names are those of the CSV.</summary>
internal sealed class MeasureRow
{
    [JsonPropertyName("channel_id")]
    public string ChannelId { get; set; } = string.Empty;

    [JsonPropertyName("site_id")]
    public string SiteId { get; set; } = string.Empty;

    [JsonPropertyName("mode")]
    public string Mode { get; set; } = string.Empty;

    [JsonPropertyName("direction")]
    public string? Direction { get; set; }

    /// <summary>UTC.</summary>
    [JsonPropertyName("start_datetime")]
    public DateTime Start { get; set; }

    /// <summary>UTC.</summary>
    [JsonPropertyName("end_datetime")]
    public DateTime End { get; set; }

    [JsonPropertyName("count")]
    public long? Count { get; set; }

    [JsonPropertyName("fewer_than")]
    public int? FewerThan { get; set; }

    [JsonPropertyName("approximate")]
    public bool Approximate { get; set; }

    [JsonPropertyName("uptime")]
    public double Uptime { get; set; }

    /// <summary>Of an hour.</summary>
    public static MeasureRow Of(CountHour hour, string channelId) => new()
    {
        ChannelId = channelId,
        SiteId = hour.Device,
        Mode = hour.Key.Class,
        Direction = hour.Key.Direction,
        Start = hour.Start.ToInstant().ToDateTimeUtc(),
        End = hour.End.ToInstant().ToDateTimeUtc(),
        Count = hour.Told.Count,
        FewerThan = hour.Told.FewerThan,
        Approximate = hour.Told.IsApproximate,
        Uptime = hour.Uptime,
    };
}
