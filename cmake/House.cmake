# How we compile, said once; and the two functions every folder uses.

add_library(house INTERFACE)
target_compile_features(house INTERFACE cxx_std_20)
target_compile_options(house INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual $<$<BOOL:${WARNINGS_ARE_ERRORS}>:-Werror>)
target_compile_definitions(house INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH
    SIPRACE_VERSION="${PROJECT_VERSION}")

# With SIPRACE_UNDEFINED what we ship is compiled with the undefined behaviour sanitizer, and the core, where the tests spend
# their time, optimised; the tests themselves only link it: instrumenting them too doubles the time of compiling them.
option(SIPRACE_UNDEFINED "Undefined behaviour sanitizer in everything but the tests' own code" OFF)
add_library(house_ui INTERFACE)
target_link_libraries(house_ui INTERFACE house)
add_library(house_core INTERFACE)
target_link_libraries(house_core INTERFACE house_ui)
if(SIPRACE_UNDEFINED)
  target_compile_options(house_ui INTERFACE -fsanitize=undefined -fno-sanitize-recover=undefined)
  target_compile_options(house_core INTERFACE -O1)
  add_link_options(-fsanitize=undefined)
endif()

# With SIPRACE_PRECOMPILED (CI's builds) the headers that most files include are compiled once for a kind of file: core, ui,
# and the tests of each. Sources do not rely on it: each includes what it uses, which builds without it show.
option(SIPRACE_PRECOMPILED "Precompiled headers" OFF)
set(precompiled_core <algorithm> <array> <atomic> <chrono> <cmath> <functional> <map> <memory> <mutex> <optional> <span>
    <string> <unordered_map> <utility> <variant> <vector> <QByteArray> <QCoreApplication> <QDir> <QFile> <QFileInfo> <QHash>
    <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QMap> <QObject> <QRegularExpression> <QSet> <QString> <QStringList>
    <QTimer>)
set(precompiled_ui ${precompiled_core} <QAction> <QApplication> <QBoxLayout> <QHeaderView> <QKeyEvent> <QLabel> <QLineEdit>
    <QMainWindow> <QMenu> <QPainter> <QPushButton> <QScrollBar> <QSettings> <QSplitter> <QStyledItemDelegate> <QTableView>
    <QTextBrowser> <QTreeView> <QWidget>)
set(precompiled_core_libraries Qt6::Core)
set(precompiled_ui_libraries Qt6::Widgets)

# siprace_precompiled(ui_lan house_ui LIBRARIES…): the target, which links these, takes the headers of its kind, compiled as
# that house compiles.
function(siprace_precompiled target house)
  if(NOT SIPRACE_PRECOMPILED)
    return()
  endif()
  if("${ARGN}" MATCHES "Qt6::Widgets|ui_(lan|ladder|theme|window)")
    set(kind ui)
  elseif(house STREQUAL "house_ui")
    return() # models, which have no widgets: they are too few for a kind of their own
  else()
    set(kind core)
  endif()
  set(carrier precompiled_${kind}_${house})
  if(NOT TARGET ${carrier})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${carrier}.cpp CONTENT "// The headers of its kind, and nothing else.\n")
    add_library(${carrier} OBJECT ${CMAKE_BINARY_DIR}/${carrier}.cpp)
    target_link_libraries(${carrier} PRIVATE ${house} ${precompiled_${kind}_libraries})
    target_precompile_headers(${carrier} PRIVATE ${precompiled_${kind}})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${carrier})
endfunction()

# siprace_library(core_proxy SOURCES ResponseContext.cpp … PUBLIC core_sip … PRIVATE …)
# One static library a folder, with that folder alone as its include directory: a header of a folder that is not
# linked cannot be included.
function(siprace_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(NOT ARG_SOURCES)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_PUBLIC})
    return()
  endif()
  set(house house_ui)
  if(name MATCHES "^core_")
    set(house house_core)
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${house} ${ARG_PRIVATE})
  siprace_precompiled(${name} ${house} ${ARG_PUBLIC})
endfunction()

# Builds what the thread sanitizer is asked to run, and no more.
add_custom_target(threaded_tests)

# siprace_test(tst_response_context LIBS core_proxy [LABELS threads gui] [TIMEOUT 120] [COST 30])
# One Qt Test program. Label `threads`: also run under the thread sanitizer. COST: seconds it takes in CI when these are
# many; the longest begin first, so that none is left alone at the end.
function(siprace_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT;COST" "LIBS;LABELS;SOURCES" ${ARGN})
  # Moc is run here on the one file that needs it: looking through every file of every test program takes minutes.
  set(moc ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
  qt_generate_moc(${name}.cpp ${moc})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES} ${moc})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(${name} PRIVATE house ${ARG_LIBS} Qt6::Test)
  siprace_precompiled(${name} house ${ARG_LIBS})
  target_compile_definitions(${name} PRIVATE SIPRACE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
      SIPRACE_BINARY="${CMAKE_BINARY_DIR}/bin/siprace")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if("threads" IN_LIST ARG_LABELS)
    add_dependencies(threaded_tests ${name})
  endif()
  if(NOT ARG_COST)
    set(ARG_COST 1)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} COST ${ARG_COST}
      ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
