using System.Globalization;
using System.Text;
using NodaTime.Text;
using Parquet.Serialization;
using TransitHub.Core.Devices;
using TransitHub.Server.Commands.Replay;

namespace TransitHub.Server.Counts;

/// <summary>
/// The open files of counts, in the three notions of the French national schema: sites, channels and measures. A channel's id is site, line,
/// class and direction, since each row of measures is of one channel.
/// <see href="https://doc.transport.data.gouv.fr/type-donnees/comptage-des-mobilites"/>
/// </summary>
internal static class CountFiles
{
    private static readonly OffsetDateTimePattern Time = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:sso<+HH:mm>");

    /// <summary>A row for each place where something is counted.</summary>
    public static string Sites(DeviceRegistry registry)
    {
        StringBuilder text = new("site_id,site_name,lat,lon,kind\n");
        foreach (CountingDevice device in registry.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"{CsvText.Field(device.Id.ToString())},{CsvText.Field(device.Name.Main)},{device.At.Lat},{device.At.Lon},{device.Kind.ToString().ToLowerInvariant()}\n");
        }

        return text.ToString();
    }

    /// <summary>A row for each line, class and direction that may be counted.</summary>
    public static string Channels(DeviceRegistry registry)
    {
        StringBuilder text = new("channel_id,site_id,line,mode,direction,bearing,site_type\n");
        foreach (CountingDevice device in registry.All)
        {
            foreach (CountingChannel channel in device.Channels)
            {
                foreach (string mode in channel.Counts)
                {
                    foreach (CountingDirection direction in channel.Directions)
                    {
                        text.Append(CsvText.Field(IdOf(device.Id.ToString(), new(channel.Id, mode, direction.Name)))).Append(',')
                            .Append(CsvText.Field(device.Id.ToString())).Append(',').Append(CsvText.Field(channel.Id)).Append(',')
                            .Append(CsvText.Field(mode)).Append(',').Append(CsvText.Field(direction.Name))
                            .Append(CultureInfo.InvariantCulture, $",{direction.Bearing},{channel.Site?.ToString().ToLowerInvariant()}\n");
                    }
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A row for each hour. An empty count is one too small to be told: more than none, fewer than <c>fewer_than</c>.</summary>
    public static string Measures(IEnumerable<CountHour> hours)
    {
        StringBuilder text = new("channel_id,site_id,mode,direction,start_datetime,end_datetime,count,fewer_than,approximate,uptime\n");
        foreach (CountHour hour in hours)
        {
            text.Append(CsvText.Field(IdOf(hour.Device, hour.Key))).Append(',').Append(CsvText.Field(hour.Device)).Append(',')
                .Append(CsvText.Field(hour.Key.Class)).Append(',').Append(CsvText.Field(hour.Key.Direction ?? string.Empty)).Append(',')
                .Append(Time.Format(hour.Start)).Append(',').Append(Time.Format(hour.End))
                .Append(CultureInfo.InvariantCulture, $",{hour.Told.Count},{hour.Told.FewerThan},{(hour.Told.IsApproximate ? "true" : string.Empty)},{hour.Uptime}\n");
        }

        return text.ToString();
    }

    /// <summary>A row for each hour that nobody counted, or that was counted in part: no measurement, so never in one file with those.</summary>
    public static string EstimatesCsv(IEnumerable<EstimatedHour> hours)
    {
        StringBuilder text = new("channel_id,site_id,mode,direction,start_datetime,end_datetime,estimate,low,high,fewer_than,uptime\n");
        foreach (EstimatedHour hour in hours)
        {
            PublicEstimate told = hour.Told;
            text.Append(CsvText.Field(IdOf(hour.Device, told.Key))).Append(',').Append(CsvText.Field(hour.Device)).Append(',')
                .Append(CsvText.Field(told.Key.Class)).Append(',').Append(CsvText.Field(told.Key.Direction ?? string.Empty)).Append(',')
                .Append(Time.Format(hour.Start)).Append(',').Append(Time.Format(hour.End))
                .Append(CultureInfo.InvariantCulture, $",{told.Estimate},{told.Low},{told.High},{told.FewerThan},{told.Uptime}\n");
        }

        return text.ToString();
    }

    /// <summary>The rows of measures as Apache Parquet.</summary>
    public static async Task<byte[]> MeasuresParquetAsync(IEnumerable<CountHour> hours)
    {
        using MemoryStream bytes = new();
        await ParquetSerializer.SerializeAsync(hours.Select(h => MeasureRow.Of(h, IdOf(h.Device, h.Key))).ToList(), bytes).ConfigureAwait(false);
        return bytes.ToArray();
    }

    private static string IdOf(string device, Core.Observations.ChannelKey key) =>
        key.Direction is null ? $"{device}/{key.Channel}/{key.Class}" : $"{device}/{key.Channel}/{key.Class}/{key.Direction}";
}
