using NodaTime;
using NodaTime.Text;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Time;

namespace TransitHub.Server.Counts;

/// <summary>
/// The open files of each day. The present day and the one before are made from the account when asked for; a day that is over and settled is written
/// once, so that it stays when the account has forgotten it. Safe for many threads.
/// </summary>
/// <param name="folder">Where days are kept; made when the first is written.</param>
/// <param name="zone">The feed's zone.</param>
/// <param name="registry">The devices as they are now.</param>
/// <param name="book">What is counted.</param>
/// <param name="fewestTold">Counts above none and below this are not told.</param>
internal sealed class CountArchive(string folder, DateTimeZone zone, Func<DeviceRegistry> registry, Func<CountBook> book, int fewestTold)
{
    private const string Csv = "csv";
    private const string Parquet = "parquet";
    private const string Estimates = "estimates.csv";
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;

    /// <summary>The devices as they are now.</summary>
    public DeviceRegistry Registry => registry();

    /// <summary>A day's measures; null: the day is not kept, or no day.</summary>
    public Task<byte[]?> MeasuresAsync(string date, bool isParquet, Timestamp now) => this.ReadAsync(date, isParquet ? Parquet : Csv, now);

    /// <summary>A day's estimates of hours that were not counted, or counted in part, as CSV; null: the day is not kept, or no day.</summary>
    public Task<byte[]?> EstimatesAsync(string date, Timestamp now) => this.ReadAsync(date, Estimates, now);

    /// <summary>Writes the day before, once all of its counts have come.</summary>
    /// <returns>The day that was written; null: none was due.</returns>
    public async Task<string?> WriteDueAsync(Timestamp now)
    {
        LocalDate day = this.Today(now).PlusDays(-1);
        Timestamp end = new(zone.AtStartOfDay(day.PlusDays(1)).ToInstant().ToUnixTimeMilliseconds());
        if (now.SecondsSince(end) < CountDay.SettledAfterSeconds || File.Exists(this.FileOf(day, Csv)) || registry().All.IsEmpty)
        {
            return null;
        }

        if (this.DayOf().Rows(day, now).Count == 0)
        {
            return null;
        }

        // The CSV last: while it is not there, the day is due.
        Directory.CreateDirectory(folder);
        await this.WriteAsync(day, Parquet, now).ConfigureAwait(false);
        await this.WriteAsync(day, Estimates, now).ConfigureAwait(false);
        await this.WriteAsync(day, Csv, now).ConfigureAwait(false);
        return Day.Format(day);
    }

    private CountDay DayOf() => new(zone, registry(), book(), fewestTold);

    private async Task<byte[]?> ReadAsync(string date, string ending, Timestamp now)
    {
        if (Day.Parse(date) is not { Success: true, Value: var day })
        {
            return null;
        }

        string kept = this.FileOf(day, ending);
        if (File.Exists(kept))
        {
            return await File.ReadAllBytesAsync(kept).ConfigureAwait(false);
        }

        bool isRemembered = day >= this.Today(now).PlusDays(-1) && day <= this.Today(now);
        return isRemembered ? await this.MakeAsync(day, ending, now).ConfigureAwait(false) : null;
    }

    private async Task WriteAsync(LocalDate day, string ending, Timestamp now)
    {
        string path = this.FileOf(day, ending);
        await File.WriteAllBytesAsync(path + ".new", await this.MakeAsync(day, ending, now).ConfigureAwait(false)).ConfigureAwait(false);
        File.Move(path + ".new", path, overwrite: true);
    }

    private async Task<byte[]> MakeAsync(LocalDate day, string ending, Timestamp now) => ending switch
    {
        Parquet => await CountFiles.MeasuresParquetAsync(this.DayOf().Rows(day, now)).ConfigureAwait(false),
        Estimates => System.Text.Encoding.UTF8.GetBytes(CountFiles.EstimatesCsv(this.DayOf().Estimates(day, now))),
        _ => System.Text.Encoding.UTF8.GetBytes(CountFiles.Measures(this.DayOf().Rows(day, now))),
    };

    private LocalDate Today(Timestamp now) => Instant.FromUnixTimeMilliseconds(now.UnixMilliseconds).InZone(zone).Date;

    private string FileOf(LocalDate day, string ending) => Path.Combine(folder, $"{Day.Format(day)}.{ending}");
}
