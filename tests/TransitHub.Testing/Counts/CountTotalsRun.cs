using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Testing.Processes;

namespace TransitHub.Testing.Counts;

/// <summary>What came of a <see cref="CountTotalsRun"/>.</summary>
/// <param name="Messages">Messages acknowledged, those sent once more included.</param>
/// <param name="Resent">Sent once more because a connection was lost or the broker was killed.</param>
/// <param name="Counted">Grand total of the hub.</param>
/// <param name="True">Grand total of the truth.</param>
/// <param name="Differences">Counters that differ, the first few, for a person.</param>
/// <param name="Wrong">How many counters differ.</param>
public sealed record CountTotalsResult(long Messages, long Resent, long Counted, long True, IReadOnlyList<string> Differences, int Wrong);

/// <summary>
/// Grand totals through real processes: publishers, a broker (Mosquitto, or the hub's own) and the hub, of which broker and hub are killed with kill -9 in the
/// middle of the traffic and started again. Publishers send once more what was not acknowledged. Mosquitto acknowledges before anything is on a disk, so after its
/// death they send once more all since the hub last showed that it had counted everything, as a device does that keeps its last minutes.
/// </summary>
/// <param name="executable">The built <c>transithub</c>.</param>
/// <param name="traffic">What is sent, of the last 50 minutes by the hub's clock.</param>
/// <param name="isOutside">Mosquitto between publishers and hub; false: the hub's embedded broker.</param>
/// <param name="parts">In so many parts the traffic is sent, 4 or more; after each the hub must have counted all.</param>
public sealed class CountTotalsRun(string executable, CountTraffic traffic, bool isOutside, int parts)
{
    private const int Publishers = 4;
    private const string Mark = "mark";
    private const int PageSize = 500;

    /// <summary>Looks at the hub, 20 ms or more apart, before a part is sent once more.</summary>
    private const int MostLooks = 500;
    private readonly string data = Directory.CreateTempSubdirectory("transithub-totals-").FullName;
    private readonly long markedFrom = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 1800;
    private Mosquitto? broker;
    private HubProcess? hub;
    private int port;
    private long again;
    private int marks;

    /// <summary>Takes a line for each part and death; null: nobody does.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Sends all of it and compares.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task<CountTotalsResult> RunAsync(CancellationToken cancellation)
    {
        CountPublisher[] publishers = [];
        try
        {
            this.broker = isOutside ? await Mosquitto.StartAsync(cancellation) : null;
            this.port = this.broker?.Port ?? TestPorts.Free();
            await this.StartHubAsync(cancellation);
            publishers = [.. Enumerable.Range(0, Publishers).Select(i => new CountPublisher(this.port, i))];
            for (int part = 0; part < parts; part++)
            {
                int size = (traffic.Messages.Count + parts - 1) / parts;
                CountMessage[][] shares = [.. Enumerable.Range(0, Publishers).Select(p => Share(traffic.Messages.Skip(part * size).Take(size), p))];
                await this.SendAsync(publishers, shares, part, cancellation);
                while (!await this.IsHeardAsync(publishers[0], cancellation))
                {
                    this.Notice?.Invoke("not all is counted: the part is sent once more");
                    this.again += shares.Sum(s => s.Length);
                    await Task.WhenAll(publishers.Select((p, i) => p.PublishAsync(shares[i], cancellation)));
                }

                this.Notice?.Invoke(string.Create(CultureInfo.InvariantCulture, $"part {part + 1} of {parts} is counted"));
            }

            return await this.CompareAsync(publishers, cancellation);
        }
        finally
        {
            Array.ForEach(publishers, p => p.Dispose());
            await (this.hub?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (this.broker?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(this.data, recursive: true);
        }
    }

    private static CountMessage[] Share(IEnumerable<CountMessage> messages, int publisher) =>
        [.. messages.Where(m => m.Topic[^1] % Publishers == publisher)];

    /// <summary>In one part the hub is killed, in another the broker, in a third both.</summary>
    private async Task SendAsync(CountPublisher[] publishers, CountMessage[][] shares, int part, CancellationToken cancellation)
    {
        bool killsHub = part == parts / 4 || part == parts * 3 / 4;
        bool killsBroker = this.broker is not null && (part == parts / 2 || part == parts * 3 / 4);
        long half = publishers.Sum(p => p.Acknowledged) + (shares.Sum(s => s.Length) / 2);
        Task sending = Task.WhenAll(publishers.Select((p, i) => p.PublishAsync(shares[i], cancellation)));
        while ((killsHub || killsBroker) && !sending.IsCompleted && publishers.Sum(p => p.Acknowledged) < half)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellation);
        }

        if (killsHub)
        {
            this.Notice?.Invoke("kill -9 of the hub");
            await this.hub!.DisposeAsync();
        }

        if (killsBroker)
        {
            this.Notice?.Invoke("kill -9 of the broker");
            await this.broker!.KillAsync();
            await this.broker.RunAsync(cancellation);
        }

        if (killsHub)
        {
            await this.StartHubAsync(cancellation);
        }

        await sending;
        if (killsBroker)
        {
            while (!await this.IsHeardAsync(publishers[0], cancellation))
            {
                this.Notice?.Invoke("the hub does not hear the broker yet");
            }

            this.again += shares.Sum(s => s.Length);
            await Task.WhenAll(publishers.Select((p, i) => p.PublishAsync(shares[i], cancellation)));
        }
    }

    private async Task StartHubAsync(CancellationToken cancellation)
    {
        string[] way = isOutside ? ["--mqtt", $"mqtt://127.0.0.1:{this.port}"] : ["--mqtt-listen", $"127.0.0.1:{this.port}"];
        this.hub = await HubProcess.StartAsync(executable, ["--data", this.data, "--feed", "city", .. way]);
        await this.hub.UntilReadyAsync(cancellation);
    }

    /// <summary>
    /// Sends a count of a device of its own behind all others: when it shows, all before it are counted. False: it did not come, as when the hub has not yet noticed that
    /// an outside broker was killed; what was sent since is then gone with it.
    /// </summary>
    private async Task<bool> IsHeardAsync(CountPublisher publisher, CancellationToken cancellation)
    {
        long before = await this.MarksAsync(cancellation);
        long from = this.markedFrom + this.marks++;
        string json = string.Create(CultureInfo.InvariantCulture, $"{{\"channel\":\"{Mark}\",\"class\":\"other\",\"from\":{from},\"to\":{from + 1},\"count\":1}}");
        await publisher.PublishAsync([new CountMessage(0, $"transithub/v1/city/count/{Mark}", Encoding.UTF8.GetBytes(json))], cancellation);
        for (int looks = 0; !isOutside || looks < MostLooks; looks++)
        {
            if (await this.MarksAsync(cancellation) > before)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }

        return false;
    }

    private async Task<long> MarksAsync(CancellationToken cancellation)
    {
        using HttpClient http = new() { BaseAddress = this.hub!.Http };
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"/v1/devices/{Mark}?feed=city", UriKind.Relative), cancellation);
        JsonNode? device = answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation)) : null;
        return (long?)device?["counting"]?["totals"]?.AsArray().FirstOrDefault()?["total"] ?? 0;
    }

    private async Task<CountTotalsResult> CompareAsync(CountPublisher[] publishers, CancellationToken cancellation)
    {
        Dictionary<(string Device, string Channel), long> counted = [];
        using HttpClient http = new() { BaseAddress = this.hub!.Http };
        for (string? after = string.Empty; after is not null;)
        {
            JsonNode page = JsonNode.Parse(await http.GetStringAsync(new Uri($"/v1/devices?feed=city&limit={PageSize}&after={after}", UriKind.Relative), cancellation))!;
            foreach (JsonNode? device in page["devices"]!.AsArray().Where(d => (string)d!["id"]! != Mark))
            {
                foreach (JsonNode? total in device!["counting"]?["totals"]?.AsArray() ?? [])
                {
                    counted[((string)device["id"]!, (string)total!["channel"]!)] = (long)total["total"]!;
                }
            }

            after = (string?)page["next"];
        }

        string[] differences = [.. traffic.Truth.Where(t => counted.GetValueOrDefault(t.Key, -1) != t.Value)
            .Select(t => $"{t.Key.Device} {t.Key.Channel}: {counted.GetValueOrDefault(t.Key, -1)} instead of {t.Value}")];
        return new CountTotalsResult(
            publishers.Sum(p => p.Acknowledged),
            this.again + publishers.Sum(p => p.Resent),
            counted.Values.Sum(),
            traffic.Truth.Values.Sum(),
            [.. differences.Take(10)],
            differences.Length + counted.Keys.Count(k => !traffic.Truth.ContainsKey(k)));
    }
}
