using NodaTime;
using TransitHub.Archive.Days;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Server.Commands.Archive;

/// <summary>The days of which a log has records.</summary>
/// <param name="folder">The log's folder; it need not be there.</param>
/// <param name="zone">The feed's zone.</param>
internal sealed class LoggedDays(string folder, DateTimeZone zone)
{
    /// <summary>All of them, in order. Looks at one record of each.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public IEnumerable<LocalDate> List()
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        var from = new Timestamp(long.MinValue);
        while (this.FirstAt(from) is { } first)
        {
            var day = ArchiveDay.At(first, zone);
            yield return day.Date;
            from = day.To;
        }
    }

    private Timestamp? FirstAt(Timestamp from)
    {
        foreach (LoggedRecord record in ObservationLogReader.Read(folder, from))
        {
            return record.Observation.ReceivedAt;
        }

        return null;
    }
}
