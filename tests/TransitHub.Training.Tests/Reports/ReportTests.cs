using System.Xml.Linq;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Reports;
using TransitHub.Training.Tests.Backtesting;

namespace TransitHub.Training.Tests.Reports;

public sealed class ReportTests
{
    private readonly BacktestReport report = SmallCity.Run(new BacktestOptions { EverySeconds = 30, TestFrom = FiveStops.Start + 600, TestTo = FiveStops.Start + 1800, Resamples = 100 }).Report;

    [Fact]
    public void Every_row_of_a_table_has_a_cell_for_each_column()
    {
        int columns = 0;
        int rows = 0;
        foreach (string line in ReportMarkdown.Write(this.report).Split('\n'))
        {
            int cells = line.StartsWith('|') ? line.Count(c => c == '|') : 0;
            Assert.True(columns == 0 || cells == 0 || cells == columns, line);
            (columns, rows) = (cells, rows + (cells > 0 ? 1 : 0));
        }

        Assert.InRange(rows, 100, 300);
    }

    [Fact]
    public void Plots_are_pictures_of_their_own()
    {
        foreach (string svg in new[] { AccuracyChart.Write(this.report), ReliabilityChart.Write(this.report), ErrorMap.Write(this.report) })
        {
            XElement picture = XElement.Parse(svg);
            Assert.Equal("svg", picture.Name.LocalName);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_says_what_each_method_knew_and_where_the_truth_is_from()
    {
        string page = ReportPage.Write(this.report);
        Assert.Contains("the timetable plus the delay of the newest known event", page, StringComparison.Ordinal);
        Assert.Contains("15 arrivals of 3 runs, read from a file", page, StringComparison.Ordinal);
        Assert.Contains("In doubt the other methods are favored", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_forms_say_in_sentences_what_came_of_it_and_what_the_measures_mean()
    {
        foreach (string page in new[] { System.Net.WebUtility.HtmlDecode(ReportPage.Write(this.report)), ReportMarkdown.Write(this.report) })
        {
            Assert.Contains("played through the hub as if it were live", page, StringComparison.Ordinal);
            Assert.Contains("off on the mean and the best other method, ", page, StringComparison.Ordinal);
            Assert.Contains("percent of predictions that were not later than the vehicle", page, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_map_draws_links_along_their_line()
    {
        string svg = ErrorMap.Write(SmallCity.Run(new BacktestOptions { EverySeconds = 5, TestTo = FiveStops.Start + 1800, Resamples = 100 }).Report);
        Assert.Contains("<path d=\"M", svg, StringComparison.Ordinal);
    }
}
