using System.Globalization;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Merging;

/// <summary>
/// The calendar of a current and an upcoming version together: the current one's services end the day before the switch, the upcoming one's begin with
/// it. A trip that both have runs on the days of both.
/// </summary>
internal sealed class CutCalendar
{
    /// <summary>Days of a service beyond which nothing is looked at: ten years.</summary>
    private const int MaxDays = 3660;

    private readonly SortedDictionary<string, SortedSet<ServiceDate>> days = new(StringComparer.Ordinal);
    private readonly Dictionary<(MergeInput Input, string Trip), string> services = [];
    private readonly MergeInput current;

    private CutCalendar(MergeInput current, ServiceDate switchDate) => (this.current, SwitchDate) = (current, switchDate);

    /// <summary>First day of the upcoming version.</summary>
    public ServiceDate SwitchDate { get; }

    /// <summary>Services and their days.</summary>
    public IReadOnlyDictionary<string, SortedSet<ServiceDate>> Days => this.days;

    /// <summary>Days of the current version that the switch cuts off.</summary>
    public int DaysCut { get; private set; }

    public static CutCalendar Of(IReadOnlyList<MergeInput> inputs, ServiceDate? switchDate)
    {
        if (inputs.Count != 2)
        {
            throw new MergeException(string.Create(CultureInfo.InvariantCulture, $"A merge with an upcoming version takes two feeds, the current one first, not {inputs.Count}."));
        }

        var first = switchDate ?? inputs[1].Services.FirstDate
            ?? throw new MergeException($"{inputs[1].Name} has no day of service, so there is nothing to switch to. Give its calendar.");
        return new CutCalendar(inputs[0], first);
    }

    public static IEnumerable<ServiceDate> DaysOf(ServiceTable services, int service)
    {
        if (services.FirstDateOf(service) is not { } first || services.LastDateOf(service) is not { } last)
        {
            yield break;
        }

        for (var date = first; date <= last && date.DayNumber - first.DayNumber < MaxDays; date = date.AddDays(1))
        {
            if (services.IsActive(service, date))
            {
                yield return date;
            }
        }
    }

    /// <summary>Cuts a feed's services and maps their ids.</summary>
    public void Map(MergeInput input, List<MergedIds> report)
    {
        var tally = new IdTally(input.Name, MergeSchema.Service);
        for (var service = 0; service < input.Services.Count; service++)
        {
            var id = input.Services.Id(service);
            var merged = id;
            while (this.days.ContainsKey(merged))
            {
                merged = $"{input.Name}:{merged}";
            }

            var isCurrent = input == this.current;
            var all = DaysOf(input.Services, service).ToList();
            var kept = all.Where(date => date < SwitchDate == isCurrent);
            this.days[merged] = new SortedSet<ServiceDate>(kept);
            DaysCut += isCurrent ? all.Count - this.days[merged].Count : 0;
            input.Map(MergeSchema.Service, id, merged, isJoined: false);
            tally.Note(id, merged, isJoined: false);
        }

        report.Add(tally.Result());
    }

    /// <summary>Notes by which service a trip runs.</summary>
    public void Note(MergeInput input, string trip, string service) => this.services[(input, trip)] = input.MergedOf(MergeSchema.Service, service);

    /// <summary>A trip of both versions runs on the days of both.</summary>
    public void Pair(MergeInput first, MergeInput second, string trip)
    {
        if (!this.services.TryGetValue((first, trip), out var one) || !this.services.TryGetValue((second, trip), out var other))
        {
            return;
        }

        var pair = $"{one}+{other}";
        if (!this.days.ContainsKey(pair))
        {
            this.days[pair] = [.. this.days.GetValueOrDefault(one, []), .. this.days.GetValueOrDefault(other, [])];
        }

        first.TripServices[trip] = pair;
    }
}
