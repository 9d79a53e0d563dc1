using System.Text;
using NodaTime;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Tests.Counts;

/// <summary>Days of open counts, and the devices file that is read again.</summary>
public sealed class CountArchiveTests : IDisposable
{
    private static readonly DateTimeZone Bangkok = TestCity.Schedule.TimeZone;

    private readonly TestFolder folder = new();
    private readonly CountBook book = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_day_is_written_when_its_late_counts_have_come_and_stays_when_the_account_has_forgotten_it()
    {
        this.Take(At(2026, 11, 22, 10), 20);
        CountArchive archive = this.NewArchive();
        Assert.Null(await archive.WriteDueAsync(At(2026, 11, 23, 1)));
        Assert.Equal("2026-11-22", await archive.WriteDueAsync(At(2026, 11, 23, 3)));
        Assert.Null(await archive.WriteDueAsync(At(2026, 11, 23, 4)));
        byte[] written = (await archive.MeasuresAsync("2026-11-22", false, At(2026, 11, 23, 4)))!;
        byte[] forgotten = (await this.NewArchive(new CountBook()).MeasuresAsync("2026-11-22", false, At(2026, 12, 24, 4)))!;
        Assert.Equal(written, forgotten);
        Assert.Contains("2026-11-22T10:00:00+07:00,2026-11-22T11:00:00+07:00,20,", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Assert.NotEmpty((await archive.MeasuresAsync("2026-11-22", true, At(2026, 11, 23, 4)))!);
    }

    [Fact]
    public async Task A_day_of_which_nothing_is_known_is_not_written()
    {
        Assert.Null(await this.NewArchive().WriteDueAsync(At(2026, 11, 23, 3)));
        this.Take(At(2026, 11, 22, 10), 20);
        Assert.Equal("2026-11-22", await this.NewArchive().WriteDueAsync(At(2026, 11, 23, 4)));
    }

    [Theory]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-24")]
    [InlineData("today")]
    [InlineData("../counts")]
    [InlineData("")]
    public async Task A_day_that_is_not_kept_is_none(string date) =>
        Assert.Null(await this.NewArchive().MeasuresAsync(date, false, At(2026, 11, 23, 4)));

    [Fact]
    public async Task An_hour_is_told_two_hours_after_its_end_and_one_that_nobody_counted_never()
    {
        this.Take(At(2026, 11, 23, 6), 20);
        this.Take(At(2026, 11, 23, 8), 0);
        Assert.Equal(1, await this.RowsAsync(At(2026, 11, 23, 8)));
        Assert.Equal(2, await this.RowsAsync(At(2026, 11, 23, 9)));
        Assert.Equal(3, await this.RowsAsync(At(2026, 11, 23, 12)));
    }

    [Fact]
    public void Sites_and_channels_are_those_of_the_devices_file()
    {
        Assert.StartsWith("site_id,site_name,lat,lon,kind\nbeta-gate,ประตูเบต้า,13.71,100.5002,camera\n", CountFiles.Sites(CameraFile.Registry), StringComparison.Ordinal);
        string[] channels = CountFiles.Channels(CameraFile.Registry).Split('\n');
        Assert.Equal("beta-gate/line-1/person/a_to_b,beta-gate,line-1,person,a_to_b,0,", channels[1]);
        Assert.Equal(1 + (2 * 2) + 1 + 1, channels.Length);
    }

    [Fact]
    public async Task A_devices_file_that_was_changed_is_read_again_and_one_with_mistakes_is_not()
    {
        string path = this.folder.File("devices.yaml", CameraFile.Text);
        DeviceRegistry current = CameraFile.Registry;
        List<string> said = [];
        DevicesReload reload = new("city", new DevicesFile(path), () => TestCity.Schedule, read => current = read, said.Add);
        Assert.False(await reload.CheckAsync(TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(path, CameraFile.Text.Replace("id: silent-loop", "id: lane-loop-2", StringComparison.Ordinal).Replace("counts: [car]", "site: crossing, counts: [person]", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.True(await reload.CheckAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["beta-gate", "lane-loop-2"], current.All.Select(d => d.Id.ToString()));
        Assert.Equal(SiteKind.Crossing, current.All[1].Channels[0].Site);

        await File.WriteAllTextAsync(path, "devices: [{id: x, site: nowhere}]", TestContext.Current.CancellationToken);
        Assert.False(await reload.CheckAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, current.All.Length);
        Assert.Contains(said, s => s.Contains("stay in force", StringComparison.Ordinal));
        File.Delete(path);
        Assert.False(await reload.CheckAsync(TestContext.Current.CancellationToken));
    }

    private static Timestamp At(int year, int month, int day, int hour) =>
        new(Bangkok.AtStrictly(new LocalDateTime(year, month, day, hour, 0)).ToInstant().ToUnixTimeMilliseconds());

    private CountArchive NewArchive(CountBook? other = null) =>
        new(this.folder.Path, Bangkok, () => CameraFile.Registry, () => other ?? this.book, 5);

    private async Task<int> RowsAsync(Timestamp now) =>
        Encoding.UTF8.GetString((await this.NewArchive().MeasuresAsync("2026-11-23", false, now))!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private void Take(Timestamp from, long count) => this.book.Take(new TrafficCount
    {
        Device = DeviceId.Parse("beta-gate"),
        ReceivedAt = from.AddSeconds(300),
        Channel = "line-1",
        Class = "person",
        Direction = "a_to_b",
        From = from,
        To = from.AddSeconds(300),
        Count = count,
    });
}
