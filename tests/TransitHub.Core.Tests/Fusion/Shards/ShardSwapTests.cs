using System.Diagnostics;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>A shard goes over to another static feed while it runs.</summary>
public sealed class ShardSwapTests : IAsyncDisposable
{
    private readonly ShardDesk desk = new();
    private readonly StreetScene first = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]);
    private readonly StreetScene second = new StreetScene().Trip("U", "07:00:00", [0, 1, 2, 3, 4]).Trip("T", "08:00:00", [0, 1, 2, 3, 4]);
    private ShardNext? next;
    private long? begunAt;

    public ShardSwapTests() => this.desk.Site = this.desk.Site with
    {
        Setup = this.desk.Site.Setup with { Schedule = this.first.Schedule },
        Next = () =>
        {
            this.begunAt ??= this.next is { Setup: not null } ? this.desk.Work.Machine.Sequence : null;
            return this.next;
        },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ShardSetup SecondSetup => this.desk.Site.Setup with { Schedule = this.second.Schedule };

    public ValueTask DisposeAsync() => this.desk.DisposeAsync();

    [Fact]
    public async Task It_goes_over_when_all_are_ready_and_is_bit_for_bit_what_the_log_gives_with_what_was_learned_before()
    {
        await this.DriveAsync("08:00:00", 0, "08:04:00", 2000);
        this.next = new ShardNext("one", this.SecondSetup, null, IsDue: false);
        await this.UntilAsync(word => word is { Id: "one", IsReady: true });
        await this.DriveAsync("08:04:20", 2100, "08:06:00", 3000);
        Assert.Same(this.first.Schedule, this.desk.Work.Machine.Setup.Schedule);
        (long accepted, int published) = (this.desk.Work.Machine.Accepted, this.desk.Published.Count);

        this.next = this.next with { IsDue = true };
        await this.DriveAsync("08:06:20", 3100, "08:07:00", 3500);
        ShardMachine swapped = this.desk.Work.Machine;
        Assert.Same(this.second.Schedule, swapped.Setup.Schedule);
        Assert.True(swapped.Accepted > accepted);
        Assert.True(this.desk.Published.Count > published);
        Assert.Equal(Enumerable.Range(1, this.desk.Published.Count), this.desk.Published.Select(p => int.Parse(p.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));

        // What it is by another way: the machine of before up to where the new one began, the log, and then the new one alone.
        ShardMachine former = new(this.desk.Site.Setup);
        ShardMachine direct = new(this.SecondSetup);
        Take(former, this.desk.Log.Where(r => r.Sequence <= this.begunAt));
        direct.Inherit(former);
        long turned = this.Turned;
        Take(former, this.desk.Log.Where(r => r.Sequence > this.begunAt && r.Sequence <= turned));
        Take(direct, this.desk.Log.Where(r => r.Sequence <= turned));
        direct.Replace(former);
        direct.ContinueAfter(this.ToldBefore);
        Take(direct, this.desk.Log.Where(r => r.Sequence > turned && r.Sequence <= swapped.Sequence));
        Assert.Equal(direct.Save(), swapped.Save());
    }

    [Fact]
    public async Task Whoever_is_killed_before_it_goes_over_is_followed_by_one_that_does_and_who_is_killed_after_it_by_one_that_stays()
    {
        await this.DriveAsync("08:00:00", 0, "08:04:00", 2000);
        this.next = new ShardNext("one", this.SecondSetup, null, IsDue: false);
        await this.UntilAsync(word => word is { IsReady: true, Tries: 1 });
        await this.desk.TakeOverAsync();
        await this.UntilAsync(word => word is { IsReady: true, Tries: 2 });
        this.next = this.next with { IsDue = true };
        await this.UntilAsync(_ => this.desk.Work.Machine.Setup.Schedule == this.second.Schedule);
        await this.DriveAsync("08:04:20", 2100, "08:05:00", 2500);
        (long sequence, int published) = (this.desk.Work.Machine.Sequence, this.desk.Published.Count);
        this.desk.Site = this.desk.Site with { Also = this.SecondSetup };
        await this.desk.TakeOverAsync();
        Assert.Same(this.second.Schedule, this.desk.Work.Machine.Setup.Schedule);
        Assert.InRange(this.desk.Work.Machine.Sequence, 1, sequence);
        await this.DriveAsync("08:05:20", 2600, "08:06:00", 3000);
        Assert.True(this.desk.Published.Count > published);
        Assert.DoesNotContain(this.desk.Notices, n => n.Contains("made anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_given_up_leaves_nothing_and_the_next_one_begins_anew()
    {
        await this.DriveAsync("08:00:00", 0, "08:02:00", 1000);
        this.next = new ShardNext("one", this.SecondSetup, null, IsDue: false);
        await this.UntilAsync(word => word is { IsReady: true });
        this.next = null;
        await this.DriveAsync("08:02:20", 1100, "08:04:00", 2000);
        Assert.Same(this.first.Schedule, this.desk.Work.Machine.Setup.Schedule);

        this.next = new ShardNext("two", this.SecondSetup, null, IsDue: true);
        await this.UntilAsync(_ => this.desk.Work.Machine.Setup.Schedule == this.second.Schedule);
        Assert.Equal(("two", 1), (await this.WordAsync() is { } word ? (word.Id, word.Tries) : default));
    }

    [Fact]
    public async Task A_record_that_the_new_machine_cannot_take_and_a_process_that_cannot_read_the_feed_are_told_and_the_former_goes_on()
    {
        await this.DriveAsync("08:00:00", 0, "08:02:00", 1000);
        this.desk.Site = this.desk.Site with
        {
            Take = (machine, record) => machine.Setup.Schedule == this.second.Schedule && record.Sequence > 3 ? throw new InvalidOperationException("No.") : machine.Take(record),
        };
        await this.desk.TakeOverAsync();
        this.next = new ShardNext("one", this.SecondSetup, null, IsDue: false);
        await this.UntilAsync(word => word is { Problem: not null });
        Assert.Contains("Record 4 of city/0", (await this.WordAsync())!.Problem, StringComparison.Ordinal);

        this.next = new ShardNext("two", null, "The zip is broken.", IsDue: false);
        await this.UntilAsync(word => word is { Id: "two", Problem: "The zip is broken." });
        await this.DriveAsync("08:02:20", 1100, "08:04:00", 2000);
        Assert.Same(this.first.Schedule, this.desk.Work.Machine.Setup.Schedule);
    }

    [Fact]
    public async Task After_three_owners_that_ended_on_the_way_the_fourth_does_not_try()
    {
        await this.DriveAsync("08:00:00", 0, "08:02:00", 1000);
        using ManualResetEventSlim hold = new();
        this.desk.Site = this.desk.Site with
        {
            Take = (machine, record) =>
            {
                if (machine.Setup.Schedule == this.second.Schedule)
                {
                    hold.Wait(CancellationToken.None);
                }

                return machine.Take(record);
            },
        };
        this.next = new ShardNext("one", this.SecondSetup, null, IsDue: false);
        for (int owner = 1; owner <= ShardSwap.MostTries; owner++)
        {
            await this.desk.TakeOverAsync();
            await this.UntilAsync(word => word?.Tries == owner);
        }

        await this.desk.TakeOverAsync();
        await this.UntilAsync(word => word is { Problem: not null });
        hold.Set();
        Assert.Contains("memory", (await this.WordAsync())!.Problem, StringComparison.Ordinal);
    }

    /// <summary>The last record that the former machine took in, as the notice says.</summary>
    private long Turned => long.Parse(
        this.desk.Notices.Single(n => n.Contains("from record", StringComparison.Ordinal)).Split("from record ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>States that were told by then: the first one of the other static feed is told as a whole, as the very first was.</summary>
    private long ToldBefore => long.Parse(this.desk.Whole.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], System.Globalization.CultureInfo.InvariantCulture) - 1;

    private static void Take(ShardMachine machine, IEnumerable<LoggedRecord> records)
    {
        foreach (LoggedRecord record in records)
        {
            machine.Take(record);
        }
    }

    private async Task DriveAsync(string from, double fromEast, string to, double toEast)
    {
        if (this.begunAt is null && this.desk.Log.Count == 0)
        {
            await this.desk.TakeOverAsync();
            await this.desk.PassAsync();
        }

        foreach (AvlReport report in StreetScene.MakeDrive("bus", from, fromEast, to, toEast, "T"))
        {
            this.desk.Receive(report);
            await this.desk.PassAsync();
        }
    }

    private async Task<ShardWord?> WordAsync() => ShardWord.Of(await this.desk.Storage.States.ReadAsync(ShardDesk.Shard, ShardWord.Name, Cancel));

    private async Task UntilAsync(Func<ShardWord?, bool> holds)
    {
        long started = Stopwatch.GetTimestamp();
        while (!holds(await this.WordAsync()))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1), $"not within a minute; the word is {await this.WordAsync()}, said was {string.Join(" | ", this.desk.Notices)}");
            await this.desk.PassAsync(0.01);
            await Task.Yield();
        }
    }
}
