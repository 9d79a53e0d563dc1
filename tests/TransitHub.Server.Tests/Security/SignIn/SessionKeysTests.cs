using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Ids;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Statics;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Security.SignIn;

/// <summary>The keys of sessions: in the data folder, or shared over Redis.</summary>
public sealed class SessionKeysTests
{
    private static readonly string Hash = PasswordHash.Create("ส้มตำ", 10_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_in_the_data_folder_outlive_the_process_and_are_their_owners_alone()
    {
        using var folder = new TestFolder();
        string keys = Path.Combine(folder.Path, SessionKeyFiles.FolderName);
        string secret = ProtectorOf(new SessionKeyFiles(keys)).Protect("ada");
        Assert.Equal("ada", ProtectorOf(new SessionKeyFiles(keys)).Unprotect(secret));
        string file = Assert.Single(Directory.GetFiles(keys));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        }

        // Whoever removes them ends all sessions.
        File.Delete(file);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => ProtectorOf(new SessionKeyFiles(keys)).Unprotect(secret));
    }

    [Fact]
    public async Task Sessions_that_were_ended_stay_so_when_the_process_starts_anew_and_are_forgotten_when_their_time_is_over()
    {
        using var folder = new TestFolder();
        var clock = new FakeTimeProvider();
        string keys = Path.Combine(folder.Path, SessionKeyFiles.FolderName);
        await new EndedSessionsFile(keys, clock).AddAsync("one", clock.GetUtcNow().AddHours(1), Cancellation);
        var anew = new EndedSessionsFile(keys, clock);
        Assert.True(await anew.ContainsAsync("one", Cancellation));
        Assert.False(await anew.ContainsAsync("two", Cancellation));
        clock.Advance(TimeSpan.FromHours(2));
        await anew.AddAsync("two", clock.GetUtcNow().AddHours(1), Cancellation);
        Assert.DoesNotContain("one", await File.ReadAllTextAsync(Path.Combine(keys, EndedSessionsFile.Name), Cancellation), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(keys, EndedSessionsFile.Name)));
        }
    }

    [Theory]
    [InlineData(EndedSessionsFile.Name, "{", "Remove the folder")]
    [InlineData("key-1.xml", "<key", "Remove it")]
    public void A_hub_does_not_start_with_damaged_files_of_sessions_and_says_which_and_what_to_do(string name, string text, string remedy)
    {
        using var folder = new TestFolder();
        string keys = Directory.CreateDirectory(Path.Combine(folder.Path, SessionKeyFiles.FolderName)).FullName;
        File.WriteAllText(Path.Combine(keys, name), text);
        HubOptions options = new() { Data = folder.Path };
        WithOperator(options);
        CommandException refusal = Assert.Throws<CommandException>(() => Hub.Open(options, new Dictionary<FeedId, LoadedSchedule>(), TimeProvider.System, new Random(1)));
        Assert.Contains(Path.Combine(keys, name), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_key_is_named()
    {
        using var folder = new TestFolder();
        string path = folder.File("key-1.xml", "<key");
        IOException refusal = Assert.Throws<IOException>(() => new SessionKeyFiles(folder.Path).GetAllElements());
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_one_process_is_taken_by_another_over_Redis()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);

        // Both are the first one: each would make a key of its own.
        RunningHub[] hubs = await Task.WhenAll(RunningHub.StartScaledAsync(redis, WithOperator, seed: 1), RunningHub.StartScaledAsync(redis, WithOperator, seed: 2));
        await using RunningHub one = hubs[0], two = hubs[1];
        using TestBrowser browser = new();
        Assert.Equal(200, (int)(await browser.SignInAsync(one.Http.BaseAddress!, "ada", "ส้มตำ")).StatusCode);
        browser.Cookies[two.Http.BaseAddress!.Authority] = browser.CookiesOf(one.Http.BaseAddress!);
        Assert.Equal("ada", (string?)(await browser.SessionAsync(two.Http.BaseAddress!))["name"]);
        Assert.Equal("1", await redis.CommandAsync(Cancellation, "HLEN", "transithub:{+sessions}:keys"));

        // What is over at one is over at all.
        string copy = browser.CookiesOf(one.Http.BaseAddress!)[Sessions.CookieName];
        await browser.SendAsync(HttpMethod.Delete, new Uri(two.Http.BaseAddress!, "/v1/session"));
        browser.CookiesOf(one.Http.BaseAddress!)[Sessions.CookieName] = copy;
        Assert.False((bool)(await browser.SessionAsync(one.Http.BaseAddress!))["signed_in"]!);
        Assert.Equal(200, (int)(await browser.SignInAsync(one.Http.BaseAddress!, "ada", "ส้มตำ")).StatusCode);

        await using RunningHub later = await RunningHub.StartScaledAsync(redis, WithOperator, seed: 3);
        browser.Cookies[later.Http.BaseAddress!.Authority] = browser.CookiesOf(one.Http.BaseAddress!);
        Assert.Equal("ada", (string?)(await browser.SessionAsync(later.Http.BaseAddress!))["name"]);
    }

    private static void WithOperator(HubOptions options) =>
        options.Security.Operators.Add(new NamedOperator { Name = "ada", PasswordHash = Hash, Role = OperatorRole.Admin });

    private static IDataProtector ProtectorOf(IXmlRepository keys)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("transithub");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = keys);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }
}
