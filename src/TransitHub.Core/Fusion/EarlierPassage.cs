using TransitHub.Core.Fusion.Links;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion;

/// <summary>A vehicle's way from one stop to the next on an earlier day.</summary>
/// <param name="Link">Index of the link in the schedule.</param>
/// <param name="Day">The service day.</param>
/// <param name="ArrivedAt">When the vehicle came to the link's end, Unix seconds.</param>
/// <param name="Seconds">What it took, arrival to arrival, from a first stop from its departure; more than 0.</param>
public readonly record struct EarlierPassage(int Link, ServiceDate Day, double ArrivedAt, double Seconds)
{
    /// <summary>Teaches a history, as if the hub had run on those days.</summary>
    internal static void Teach(IEnumerable<EarlierPassage> passages, Schedule schedule, LinkHistory history)
    {
        foreach (EarlierPassage passage in passages.OrderBy(p => p.ArrivedAt))
        {
            history.Learn(passage.Link, DayTime.Of(schedule, passage.Day), passage.ArrivedAt, passage.Seconds);
        }

        history.EndDay();
    }
}
