package im.zk.storage.benchmarks.report;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** A picture of bars in groups, as an SVG file. */
final class Chart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 380;
    private static final int LABEL_LINES = 3;

    private final String title;
    private final String unit;
    private final DefaultCategoryDataset bars = new DefaultCategoryDataset();
    private boolean logarithmic;

    Chart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Adds a bar. */
    Chart bar(String series, String group, double height) {
        bars.addValue(height, series, group);
        return this;
    }

    /** Has each step of the scale be ten times the one before. */
    Chart logarithmic() {
        logarithmic = true;
        return this;
    }

    /** Writes the picture, unless it has no bars. */
    void write(Path file) throws IOException {
        if (bars.getRowCount() == 0) {
            return;
        }
        VectorGraphics2D graphics = new VectorGraphics2D();
        draw().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        Document document = new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT));
        try (OutputStream output = Files.newOutputStream(file)) {
            document.writeTo(output);
        }
    }

    private JFreeChart draw() {
        BarRenderer.setDefaultBarPainter(new StandardBarPainter());
        BarRenderer.setDefaultShadowsVisible(false);
        ChartFactory.setChartTheme(new StandardChartTheme("plain"));
        JFreeChart chart = ChartFactory.createBarChart(
                title + ": " + unit, null, null, bars, PlotOrientation.VERTICAL, true, false, false);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        // Turned, each letter would be drawn as a shape.
        plot.getDomainAxis().setMaximumCategoryLabelLines(LABEL_LINES);
        if (logarithmic) {
            plot.setRangeAxis(new LogAxis());
        }
        return chart;
    }
}
