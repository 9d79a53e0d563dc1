using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace TransitHub.Chaos;

/// <summary>
/// Follows the hub's states by one serving process, and when that goes away, or after a while, by the other with the cursor of the last one: each state
/// is to come once.
/// </summary>
/// <param name="replicas">The serving processes.</param>
internal sealed class ChangesReader(IReadOnlyList<HubMember> replicas)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>So long a stream is read before the reader goes to the other replica by itself.</summary>
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(7);
    private readonly List<string> faults = [];
    private string? cursor;

    /// <summary>States that were told, those that came together with others included.</summary>
    public long States { get; private set; }

    /// <summary>Times that a stream went on from a cursor.</summary>
    public int Resumed { get; private set; }

    /// <summary>Times that all was told anew instead, as a hub may when a cursor is too old for it.</summary>
    public int Anew { get; private set; }

    /// <summary>What was wrong. To be read when <see cref="RunAsync"/> has ended.</summary>
    public IReadOnlyList<string> Faults => this.faults;

    /// <summary>Reads until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        for (int turn = 0; !stop.IsCancellationRequested; turn++)
        {
            HubMember replica = replicas[turn % replicas.Count];
            using var stay = CancellationTokenSource.CreateLinkedTokenSource(stop);
            stay.CancelAfter(Stay);
            try
            {
                await this.ReadAsync(http, replica, stay.Token);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // It was killed, or the time is up.
            }

            await Task.Delay(Pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(HttpClient http, HubMember replica, CancellationToken stop)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(replica.Http, $"/v1/stream?feed={ChaosCity.FeedId}&form=brief"));
        if (this.cursor is not null)
        {
            request.Headers.Add("Last-Event-ID", this.cursor);
        }

        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        answer.EnsureSuccessStatusCode();
        bool isFirst = true;
        await foreach (SseItem<string> item in SseParser.Create(await answer.Content.ReadAsStreamAsync(stop)).EnumerateAsync(stop))
        {
            this.Take(replica.Name, item, isFirst);
            isFirst = false;
        }
    }

    private void Take(string replica, SseItem<string> item, bool isFirst)
    {
        if (item.EventType == "heartbeat" || string.IsNullOrEmpty(item.EventId))
        {
            return;
        }

        using JsonDocument told = JsonDocument.Parse(item.Data);
        if (!told.RootElement.GetProperty("last").GetBoolean())
        {
            return;
        }

        (string epoch, long sequence) = Read(item.EventId);
        if (item.EventType == "snapshot")
        {
            this.Anew += this.cursor is null ? 0 : 1;
            this.NoteSnapshot(replica, epoch, sequence);
        }
        else
        {
            long conflated = told.RootElement.GetProperty("conflated_states").GetInt64();
            this.Resumed += isFirst ? 1 : 0;
            this.States += conflated + 1;
            (string former, long before) = Read(this.cursor!);
            if (epoch != former || sequence < before + 1 + conflated)
            {
                this.Fault($"{replica} told {conflated + 1} states up to {epoch}.{sequence} behind {this.cursor}");
            }
        }

        this.cursor = item.EventId;
    }

    private void NoteSnapshot(string replica, string epoch, long sequence)
    {
        if (this.cursor is not null && Read(this.cursor) is var (former, before) && (epoch != former || sequence < before))
        {
            this.Fault($"{replica} began anew at {epoch}.{sequence} behind {this.cursor}");
        }
    }

    private static (string Epoch, long Sequence) Read(string cursor)
    {
        int dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return (cursor[..dot], long.Parse(cursor.AsSpan(dot + 1), CultureInfo.InvariantCulture));
    }

    private void Fault(FormattableString what) => this.faults.Add(what.ToString(CultureInfo.InvariantCulture));
}
